import { describe, expect, test } from 'vitest'
import { type Changer, fieldsChangedBy } from '../../lib/domain/member/member-fields.ts'
import { checkedMember } from '../../lib/domain/merge/identity-check.ts'
import type { DiHash } from '../../lib/domain/values/evidence.ts'
import { checkedMemberWrite } from '../../lib/store/rows/identity/identity-check.ts'
import { linkMemberWrite } from '../../lib/store/rows/member/member-changes.ts'
import { updateStatusWrite } from '../../lib/store/rows/member/operation.ts'
import { changeMemberWrite } from '../../lib/store/rows/member/own-change.ts'
import { onceWrites } from '../../lib/store/rows/once.ts'
import { keepPendingWrite } from '../../lib/store/rows/pending.ts'
import { openSessionWrite } from '../../lib/store/rows/session/session.ts'
import type { Write } from '../../lib/store/table/expressions.ts'
import { registrationWrites } from '../../lib/store/transactions/registration-writes.ts'
import { plainNames } from '../support/database.ts'
import { sure } from '../support/people.ts'
import { changedInSilence, writesIn } from '../support/told-changes.ts'
import { linkingOf, memberOf, minutes, now, somebody } from './cast.ts'
import { everyWrite, pending, person, registration, session, signUp, used } from './every-write.ts'

interface Parts {
  readonly UpdateExpression?: string
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, unknown>
  readonly Item?: Record<string, unknown>
}
const partsOf = (write: Write | undefined): Parts => (write ? Object.values(write)[0] : {})
const words = new Set(
  'SET REMOVE ADD DELETE AND OR IN attribute_not_exists attribute_exists contains size if_not_exists'.split(
    ' ',
  ),
)

describe.each(Object.entries(everyWrite))('the write %s', (_, write) => {
  const { UpdateExpression = '', ConditionExpression = '', ...placed } = partsOf(write)
  const text = `${UpdateExpression} ${ConditionExpression}`

  test('names attributes and values by placeholders only, and uses each defined placeholder', () => {
    const spoken = text.match(/[#:]?[A-Za-z_]\w*/g) ?? []
    const defined = [
      ...Object.keys(placed.ExpressionAttributeNames ?? {}),
      ...Object.keys(placed.ExpressionAttributeValues ?? {}),
    ]
    expect(new Set(spoken.filter((word) => !words.has(word)))).toEqual(new Set(defined))
  })
})

test('every created item names its kind', () => {
  const items = Object.values(everyWrite).map((write) => partsOf(write).Item)
  const kinds = items.filter((item) => item !== undefined).map((item) => item['kind'])
  expect(new Set(kinds)).toEqual(
    new Set([
      'passkey',
      'passkey_claim',
      'member',
      'identity',
      'claim',
      'name',
      'event',
      'session',
      'once',
      'pending',
      'code',
      'message',
      'consent_record',
      'rejoin_block',
    ]),
  )
})

describe('a change of a member', () => {
  /** The writes of each transaction, by the name of the transaction. */
  const transactions = Map.groupBy(
    Object.entries(everyWrite).flatMap(([name, write]) => {
      const [of = '', part] = name.split(' ')
      return write === undefined || part === undefined ? [] : [{ of, write }]
    }),
    ({ of }) => of,
  )

  test.each([...transactions.keys()])('by the transaction "%s" stands in the history of the member', (of) => {
    const writes = transactions.get(of)?.map(({ write }) => write) ?? []
    expect(changedInSilence(writes.flatMap(writesIn))).toEqual([])
  })

  test('by a sign-up stands in the history, too', () => {
    expect(changedInSilence(Object.values(signUp).flatMap(writesIn))).toEqual([])
  })
})

describe('a sign-up', () => {
  test('is everything that makes a member, each write under its own condition', () => {
    expect(Object.keys(signUp)).toEqual([
      'pending',
      'identityClaim',
      'member',
      'identity',
      'email',
      'phone',
      'ci',
      'event',
      'session',
    ])
    for (const write of Object.values(signUp)) expect(partsOf(write).ConditionExpression).toBeTruthy()
  })

  test('ends the visit by its one token, in time, and deletes its person', () => {
    expect(signUp.pending).toEqual({
      Update: {
        Key: { PK: `ONCE#transaction#${pending.transactionId}`, SK: 'ONCE' },
        UpdateExpression: 'SET #state = :new_state, #end = :new_end REMOVE #profile, #question, #typed',
        ConditionExpression: '#state = :open AND #tokenId = :tokenId AND #expiresAt > :now',
        ExpressionAttributeNames: {
          '#state': 'state',
          '#end': 'end',
          '#profile': 'profile',
          '#question': 'question',
          '#typed': 'typed',
          '#tokenId': 'tokenId',
          '#expiresAt': 'expiresAt',
        },
        ExpressionAttributeValues: {
          ':new_state': 'ended',
          ':new_end': 'registered',
          ':open': 'open',
          ':tokenId': pending.tokenId,
          ':now': now.getTime(),
        },
      },
    })
  })

  test('claims an address as verified only for a verified address', () => {
    const { id } = registration.member
    expect(partsOf(signUp.email).Item).toEqual({
      PK: `CLAIM#email#${person.email}`,
      SK: 'CLAIM',
      kind: 'claim',
      of: 'email',
      memberId: id,
      externalId: 'old-1',
      verified: true,
    })
    expect(partsOf(signUp.phone).Item).toMatchObject({ memberId: id, verified: false })
  })

  test('without contacts claims none', () => {
    const { member } = registration
    const { email, phone, ci, externalId, ...bare } = member
    const writes = registrationWrites({ ...registration, member: bare }, plainNames, now)
    expect(Object.keys(writes)).not.toEqual(expect.arrayContaining(['email']))
    expect(Object.keys(writes)).toHaveLength(Object.keys(signUp).length - 3)
    expect(partsOf(writes.identityClaim).UpdateExpression).not.toContain('externalId')
  })
})

describe('an expiring row', () => {
  const day = 86_400
  const seconds = (date: Date): number => Math.ceil(date.getTime() / 1000)

  test('is deleted a day later at the earliest, after the earlier of two ends', () => {
    const early = { ...session, idleExpiresAt: minutes(5), absoluteExpiresAt: minutes(9) }
    expect(partsOf(openSessionWrite(early)).Item?.['ttl']).toBe(seconds(minutes(5)) + day)
    const late = { ...session, idleExpiresAt: minutes(9), absoluteExpiresAt: minutes(5) }
    expect(partsOf(openSessionWrite(late)).Item?.['ttl']).toBe(seconds(minutes(5)) + day)
    expect(partsOf(keepPendingWrite(pending)).Item?.['ttl']).toBe(seconds(pending.expiresAt) + day)
    expect(partsOf(onceWrites(used).usedTransaction).Item?.['ttl']).toBe(seconds(minutes(10)) + day)
    expect(partsOf(onceWrites(used).usedAccessToken).Item?.['ttl']).toBe(seconds(minutes(60)) + day)
  })

  test('is never a claim, a member, an identity or an event', () => {
    const kept = [signUp.member, signUp.identity, signUp.email, signUp.event]
    for (const write of kept) expect(partsOf(write).Item).not.toHaveProperty('ttl')
  })
})

describe('a change of a member by', () => {
  const before = memberOf(person)
  const verified = { email: person.email, phone: person.phone }
  const linking = linkingOf(person, pending, before, { verifies: verified, ci: person.ci })
  const secondName = {
    name: '다른이름',
    nickname: '다름',
    gender: 'other',
    birth: { year: 1991, monthDay: '0301', calendar: 'solar' },
    locale: 'en',
    attributes: { size: 270 },
    email: { value: somebody().email, verified: true },
    phone: { value: somebody().phone, verified: true },
  } as const
  const { ci } = somebody()
  const isDi = (text: string): text is DiHash => text !== ''
  const checked = checkedMember(
    { ...memberOf(person), ways: [] },
    { ci, name: '다른이름', gender: 'female', birth: secondName.birth, source: 'test', verifiedAt: now },
    {},
    { sharedContacts: [] },
  )
  /** What moves with other changes, and is nobody's to choose. */
  const alongside = [
    'version',
    'ways',
    'credentialsVersion',
    'openedSessions',
    'deactivationId',
    'otherEmails',
    'otherPhones',
    // A proof ends both marks.
    'neverProven',
    'identityUnproven',
  ]

  test.each<[Changer, Write]>([
    [
      'member',
      changeMemberWrite(
        { before, after: { ...before, ...secondName }, changed: [], endsOthers: true },
        session,
      ),
    ],
    ['provider', linkMemberWrite({ ...linking, agreements: ['service@1'] }, session)],
    [
      'identity_check',
      checkedMemberWrite(
        { before, after: { ...checked, di: sure(['di'].find(isDi), 'a DI'), phone: secondName.phone } },
        session,
      ),
    ],
    ['operator', updateStatusWrite({ member: before, to: 'suspended', endsAll: true })],
  ])('the %s is of the fields that the table of fields names', (by, write) => {
    const changed = writesIn(write).flatMap((one) => one.changed)
    expect(changed.filter((name) => !alongside.includes(name)).sort()).toEqual(
      [...fieldsChangedBy(by)].sort(),
    )
  })
})
