import { expect } from 'vitest'
import { askedToMerge, signedInBy } from '../support/merge-steps.ts'
import { kakaoIdentity } from '../support/people.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * A person merges an account away to lose its history: a consent, or a trace of an act. Or to free an address that
 * another person has to prove, and to return as a newcomer.
 * Defence: history and consents stay under a tombstone that names the survivor, and every lead of one account leads
 * to the other.
 */

const cast = [
  atKakao('own', { name: '이하나' }),
  atKakao('gone', { name: '박하나' }),
  atKakao('comes-by-the-old-address', { name: '박하나', email: mail('gone@example.com') }),
]
const subjectOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

const it = testWithLedger({ personas: cast })

it('keeps every consent and event of both, and every identity once', async ({ stack, ledger }) => {
  const gone = visitor(stack, { client: 'app' })
  const { body } = await gone.signUp('gone')
  await gone.changeConsent('marketing', true)
  const own = visitor(stack)
  await own.signUp('own')
  const before = await ledger.items('consent', 'event')
  await own.startLink('gone')
  expect((await own.merge()).body['outcome']).toBe('merged')

  const after = await ledger.items('consent', 'event')
  expect(after).toEqual(expect.arrayContaining([...before]))
  const added = after.filter(({ SK }) => !before.some((one) => one.SK === SK))
  expect(added.map(({ type }) => type)).toEqual(['member.merged', 'member.merged'])
  const subjects = (await ledger.items('identity')).map(({ subject }) => subject)
  expect(subjects.toSorted()).toEqual([subjectOf('own'), subjectOf('gone')].toSorted())
  const tombstone = (await ledger.items('member')).find(({ status }) => status === 'merged')
  expect(JSON.stringify(body)).toContain(String(tombstone?.['id']))
  expect(JSON.stringify(tombstone)).not.toContain('example.com')
})

it('frees no verified address: its visitor meets the survivor', async ({ stack }) => {
  const met = await visitor(stack).direct('comes-by-the-old-address')
  expect(met.body).toMatchObject({
    outcome: expect.stringMatching(/^link_/),
    candidates: [{ email: 'g*****@example.com' }],
  })
  expect((await visitor(stack).emailSignUp('gone@example.com')).body['code']).toBe('email_taken')
})

it('keeps the id of the old system in the tokens of every sign-in method', async ({ stack, ledger }) => {
  const old = await settle(stack, { kakao: ['9200000001'], email: 'old@example.com', externalId: 'old-17' })
  const own = await signedInBy(stack, '9200000002')
  const other = { ...own, member: old, identity: kakaoIdentity('9200000001') }
  const merge = await askedToMerge(own, other)
  expect((await merge()).body).toMatchObject({ outcome: 'merged', member: { externalId: 'old-17' } })
  const back = visitor(stack)
  expect((await back.signInByCode('old@example.com')).body).toMatchObject({
    member: { id: own.member.id, externalId: 'old-17' },
  })
  const claims = await ledger.items('identity_claim', 'claim')
  const names = claims
    .filter(({ memberId }) => memberId === own.member.id)
    .map(({ externalId }) => externalId)
  expect(names).toEqual(['old-17', 'old-17', 'old-17'])
})

it('of more than one transaction can move is refused, and both accounts stay whole', async ({
  stack,
  ledger,
}) => {
  const many = Array.from({ length: 40 }, (_, index) => `${9_300_000_000 + index}`)
  const member = await settle(stack, { kakao: many, password: usualPassword, email: 'many@example.com' })
  const own = await signedInBy(stack, '9200000003')
  const merge = await askedToMerge(own, { ...own, member, identity: kakaoIdentity('9300000000') })
  expect(await ledger.unchangedBy(() => merge())).toMatchObject({
    status: 403,
    body: { code: 'merge_not_allowed' },
  })
  expect((await asItIs(stack, member)).status).toBe('active')
})
