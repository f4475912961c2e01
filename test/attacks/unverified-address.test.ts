import { describe, expect } from 'vitest'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { type OldMember, settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory writes Minji's address into her own Kakao account, where it stays unverified, or makes the flags beside it
 * look odd: absent, null, a text, a number. She wants to pass for Minji, or at least to learn something about her.
 * Defence: only `true` on both flags is verified. Anything else is a typed address: nobody is looked up by it, it shows
 * nothing, takes nobody's address, and counts only after its own code came back.
 */

const oddities: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['not verified', { is_email_verified: false }],
  ['not valid any more', { is_email_valid: false }],
  ['verified as a text', { is_email_verified: 'true' }],
  ['not verified as a text', { is_email_verified: 'false' }],
  ['verified as a number', { is_email_verified: 1 }],
  ['not verified as a number', { is_email_verified: 0 }],
  ['verified as null', { is_email_verified: null }],
  ['verified as an object', { is_email_verified: {} }],
  ['verified as a list', { is_email_verified: [true] }],
  ['verified as nothing', { is_email_verified: '' }],
  ['without either flag', { is_email_verified: undefined, is_email_valid: undefined }],
  ['valid as a text', { is_email_valid: 'true' }],
]
const owner: OldMember = {
  email: 'minji@example.com',
  phone: '+821000006100',
  name: '김민지',
  password: usualPassword,
}

const it = testWithLedger({
  personas: [
    ...oddities.map(([, odd], index) =>
      atKakao(`mallory-${index}`, { name: '김민지', email: mail('minji@example.com'), odd }, ['phone']),
    ),
    atKakao('says-minji', { name: '박말로', email: mail('minji@example.com', false) }, ['phone']),
    atKakao('says-other', { name: '박말로', email: mail('other@example.com', false) }, ['phone']),
    atKakao('first', { name: '박선수', email: mail('later@example.com', false) }),
    atKakao('later', { name: '이나중' }),
  ],
})
it.beforeAll(({ stack }) => settle(stack, owner))

describe.each(oddities.map(([what], index) => [what, `mallory-${index}`] as const))(
  'an address that is %s',
  (_, persona) => {
    it.for(['redirect', 'direct'] as const)(
      'requires proof by the %s flow, and shows nothing',
      async (flow, { stack, ledger }) => {
        const mallory = visitor(stack)
        const { status, body } = await mallory[flow](persona)
        expect({ status, ...body }).toMatchObject({
          status: 200,
          outcome: 'link_proof_required',
          candidates: [],
          profile: { emailVerified: false },
        })
        const members = await ledger.items('member')
        expect((await mallory.link()).status).toBe(401)
        expect(await ledger.items('member')).toEqual(members)
      },
    )

    it('stays unverified after continuing as new, and leads nobody to Mallory', async ({ stack }) => {
      const mallory = visitor(stack, { client: 'app' })
      await mallory.direct(persona)
      expect((await mallory.continueAsNew()).body).toMatchObject({
        missing: [],
        verify: ['email'],
        profile: { email: 'minji@example.com', emailVerified: false },
      })
      expect((await mallory.register()).status).toBe(201)
      expect((await mallory.me()).body).toMatchObject({ emailVerified: false, methods: ['kakao'] })
      const minji = visitor(stack, { client: 'app' })
      expect((await minji.passwordLogin('minji@example.com')).status).toBe(200)
      expect((await minji.me()).body).toMatchObject({ name: '김민지', phone: '+821000006100' })
    })
  },
)

it('an unverified address gets the same response at a member’s as at nobody’s', async ({ stack }) => {
  const responses = []
  for (const persona of ['says-minji', 'says-other']) {
    const { status, headers, body } = await visitor(stack, { client: 'app' }).direct(persona)
    const { registerToken, identity, profile, ...rest } = body
    expect({ profile, identity }).toMatchObject({
      profile: { email: `${persona === 'says-minji' ? 'minji' : 'other'}@example.com`, emailVerified: false },
    })
    const length = headers.get('content-length')
    responses.push({ status, length, names: Object.keys(body), token: `${registerToken}`.length, rest })
  }
  expect(responses[0]).toMatchObject({ rest: { outcome: 'registration_required', verify: ['email'] } })
  expect(responses[1]).toEqual(responses[0])
})

it('an unverified address of an earlier visitor does not keep the address from its owner', async ({
  stack,
}) => {
  await visitor(stack).signUp('first')
  const later = visitor(stack)
  expect((await later.redirect('later')).body).toMatchObject({ outcome: 'registration_required' })
  expect((await later.register()).status).toBe(201)
  expect((await later.me()).body).toMatchObject({ email: 'later@example.com', emailVerified: true })
  const first = visitor(stack)
  await first.redirect('first')
  expect((await first.me()).body).toMatchObject({ email: 'later@example.com', emailVerified: false })
})
