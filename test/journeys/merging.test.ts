import { describe, expect } from 'vitest'
import { leave } from '../support/closing-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, type OldMember, setStatus, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable, itemsOf, tableTextOf } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A member adds a Kakao account of another member: one person with two accounts. Row 16. */

const keys = [
  'yes',
  'no',
  'later',
  'asleep',
  'suspended',
  'two-people',
  'filled',
  'mobile',
  'leaves',
] as const
const cast = [...keys, 'yes-too', 'mine'].map((key) => atKakao(key))
const subjectOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

let number = 0
const it = testWithStack({ personas: cast })
it.afterEach(({ stack }) => expectSoundTable(stack))

/** Two accounts of one person: one with a password, and one with Kakao. */
async function twoAccounts(stack: TestStack, key: string, own: OldMember = {}, others: OldMember = {}) {
  number += 1
  const address = `own-${number}@example.com`
  const survivor = await settle(stack, { email: address, password: usualPassword, name: '김하나', ...own })
  const other = await settle(stack, { kakao: [subjectOf(key)], name: '김하나', ...others })
  return { survivor, other, address }
}

async function signedIn(stack: TestStack, address: string, client: 'web' | 'app' = 'web'): Promise<Visitor> {
  const who = visitor(stack, { client })
  expect(await who.passwordLogin(address)).toMatchObject({ status: 200 })
  return who
}

const mailsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).filter((mail) => mail.to === to).map(({ subject }) => subject)

describe.each(['redirect', 'direct'] as const)('row 16 by the %s flow', (flow) => {
  const [key, mine] = flow === 'redirect' ? ['yes', 'mine'] : ['yes-too', 'mobile']
  const lastDigits = flow === 'redirect' ? '01' : '02'
  const mail = `forgotten-${flow}@example.com`

  it('asks with a masked hint, merges the accounts after consent, and notifies both', async ({ stack }) => {
    const { survivor, other, address } = await twoAccounts(
      stack,
      key,
      {},
      { email: mail, phone: `+8210000090${lastDigits}` },
    )
    const forgotten = visitor(stack, { client: 'app' })
    await forgotten.direct(key)
    const who = await signedIn(stack, address)
    await who.startLink(mine)
    const asked = await who.startLink(key, {}, flow)
    expect(asked).toMatchObject({
      status: 200,
      body: {
        outcome: 'merge_confirmation_required',
        expiresIn: 600,
        candidates: [
          {
            email: 'f*****@example.com',
            phone: `***-****-**${lastDigits}`,
            name: '김**',
            joinedMonth: '2023-05',
            methods: ['email_code', 'sms_code', 'kakao'],
          },
        ],
      },
    })
    expect(asked.text).not.toContain('forgotten')

    const merged = await who.merge()
    expect(merged).toMatchObject({
      status: 200,
      body: {
        outcome: 'merged',
        member: {
          id: survivor.id,
          email: address,
          phone: `+8210000090${lastDigits}`,
          phoneVerified: true,
          methods: ['password', 'email_code', 'sms_code', 'kakao'],
        },
      },
    })
    const { body: shown } = await who.me()
    expect(shown['identities']).toHaveLength(2)
    expect(merged.body['member']).toEqual(shown)
    expect(await asItIs(stack, other)).toMatchObject({ status: 'merged', mergedInto: survivor.id, ways: [] })
    expect(await mailsTo(stack, address)).toContain('두 계정을 하나로 합쳤습니다')
    expect(await mailsTo(stack, mail)).toContain('이 계정을 다른 계정과 합쳤습니다')

    expect(await forgotten.me()).toMatchObject({ status: 401 })
    expect(await forgotten.refresh()).toMatchObject({ status: 401 })
    const back = visitor(stack)
    expect((await back[flow](key)).body).toMatchObject({
      outcome: 'signed_in',
      member: { id: survivor.id },
    })
    // The survivor keeps its own address. The other address still leads to the person.
    expect((await visitor(stack).signInByCode(mail)).body).toMatchObject({ member: { id: survivor.id } })
    expect(await visitor(stack).passwordLogin(mail)).toMatchObject({
      status: 200,
      body: { member: { id: survivor.id } },
    })
  })
})

it('declining changes nothing, and the identity stays linked to the other account', async ({ stack }) => {
  const { other, address } = await twoAccounts(stack, 'no')
  const who = await signedIn(stack, address)
  await who.startLink('no')
  const before = await asItIs(stack, other)
  expect(await who.merge({ consent: false })).toMatchObject({ status: 200, body: { outcome: 'declined' } })
  expect(await asItIs(stack, other)).toEqual(before)
  expect(stack.kakao.isConnected('no')).toBe(true)
  expect((await visitor(stack).direct('no')).body).toMatchObject({ member: { id: other.id } })
  expect(await who.merge()).toMatchObject({ status: 409, body: { code: 'token_used' } })
})

it('missing values of the survivor come from the other account, and the password moves along', async ({
  stack,
}) => {
  const { survivor, address } = await twoAccounts(
    stack,
    'filled',
    { password: usualPassword, phone: '+821000009010', phoneVerified: false },
    {
      email: 'other-filled@example.com',
      phone: '+821000009011',
      birth: { year: 1990, monthDay: '0412', calendar: 'solar' },
    },
  )
  const who = await signedIn(stack, address)
  await who.startLink('filled')
  const { body: merged } = await who.merge()
  expect(merged).toMatchObject({ outcome: 'merged', member: { phone: '+821000009011' } })
  expect(merged['member']).toEqual((await who.me()).body)
  expect(await asItIs(stack, survivor)).toMatchObject({
    birth: { year: 1990, monthDay: '0412' },
    email: { value: address, verified: true },
    otherEmails: ['other-filled@example.com'],
    phone: { value: '+821000009011', verified: true },
  })
})

it('a deactivated account is merged as well, since its person is present', async ({ stack }) => {
  const { address } = await twoAccounts(stack, 'asleep', {}, { status: 'deactivated' })
  const who = await signedIn(stack, address)
  await who.startLink('asleep')
  expect((await who.merge()).body).toMatchObject({ outcome: 'merged' })
})

it.for([
  ['suspended', 403, 'merge_not_allowed', {}, { status: 'suspended' }],
  ['two-people', 409, 'identity_mismatch', { ci: `${'a'.repeat(86)}==` }, { ci: `${'b'.repeat(86)}==` }],
] as const)(
  '%s: the accounts are not merged, and nothing of the other account is shown',
  async ([key, status, code, own, others], { stack }) => {
    const { address } = await twoAccounts(stack, key, own, { email: `${key}@example.org`, ...others })
    const who = await signedIn(stack, address)
    const response = await who.startLink(key)
    expect(response).toMatchObject({ status, body: { code } })
    expect(response.text).not.toMatch(/example\.org|\*/)
  },
)

it('the merge is decided again at the answer: a member who was suspended meanwhile stays apart', async ({
  stack,
}) => {
  const { other, address } = await twoAccounts(stack, 'later')
  const who = await signedIn(stack, address)
  await who.startLink('later')
  await setStatus(stack, other, 'suspended')
  expect(await who.merge()).toMatchObject({ status: 403, body: { code: 'merge_not_allowed' } })
  await setStatus(stack, other, 'active')
  expect((await who.merge()).body).toMatchObject({ outcome: 'merged' })
  expect((await who.startLink('later')).body).toMatchObject({ outcome: 'already_linked' })
})

it('a member who withdraws afterwards is erased together with the remains of the other account', async ({
  stack,
}) => {
  const { other, address } = await twoAccounts(
    stack,
    'leaves',
    {},
    { email: 'erased@example.org', externalId: 'old-99' },
  )
  const forgotten = visitor(stack, { client: 'app' })
  await forgotten.direct('leaves')
  await forgotten.changeConsent('marketing', true)
  const who = await signedIn(stack, address)
  await who.startLink('leaves')
  expect((await who.merge()).body).toMatchObject({ outcome: 'merged' })
  expect((await leave(who)).status).toBe(204)
  stack.advanceClock(31 * 86_400)
  await who.sweep()
  await who.sweep()
  expect(await tableTextOf(stack)).not.toMatch(new RegExp(`${subjectOf('leaves')}|erased@|old-99`))
  const left = (await itemsOf(stack, 'event')).filter(({ PK }) => PK === `MEMBER#${other.id}`)
  expect(left.length).toBeGreaterThan(0)
  expect(left.filter((event) => 'consents' in event)).toEqual([])
})
