import { afterEach, describe, expect, test } from 'vitest'
import type { ReturningMember } from '../../lib/domain/leaving/reactivation.ts'
import { identityMethod } from '../../lib/domain/member/member.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { maySignInCheck } from '../../lib/store/rows/auth-state.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { accessTable } from '../../lib/store/table/table-access.ts'
import { sure } from '../support/people.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { minutes, now, sessionOf, somebody } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer, setStatus } = await freshScene()
const { deactivations, sessions, members } = store
afterEach(() => expectInvariants(client, tableName))

const eventOf = (type: 'member.deactivated' | 'member.reactivated') => ({ id: ids.record(), type, at: now })
const invitationOf = (sentAt = now) => ({ tokenId: ids.token(), toHash: 'hash', sentAt })
const asItIs = async (id: MemberId): Promise<ReturningMember> => sure(await deactivations.find(id), 'member')
const eventsOf = async (id: MemberId) =>
  (await scan(client, tableName))
    .filter(({ kind, memberId }) => kind === 'event' && memberId === id)
    .map(({ type }) => type)

type Newcomer = Awaited<ReturnType<typeof newcomer>>
type Invited = Awaited<ReturnType<typeof invite>>

const begin = ({ memberId, member: { version }, session }: Newcomer) =>
  deactivations.begin(
    {
      memberId,
      version,
      sessionId: session.id,
      deactivationId: ids.deactivation(),
      event: eventOf('member.deactivated'),
    },
    now,
  )

/** A member who paused the account and got a mail, with the rights of the mail's token. */
async function invited(whoever = somebody(), more: Parameters<typeof newcomer>[1] = {}) {
  const person = await newcomer(whoever, more)
  await begin(person)
  return { person, reactivation: await invite(person) }
}

async function invite({ memberId }: Newcomer) {
  const member = await asItIs(memberId)
  const [deactivationId, invitation] = [sure(member.deactivationId), invitationOf()]
  expect(await deactivations.invite({ member, deactivationId, invitation, messages: [] })).toBe('invited')
  return { memberId, member, deactivationId, tokenId: invitation.tokenId }
}

const end = (reactivation: Invited) =>
  deactivations.end({ ...reactivation, event: eventOf('member.reactivated'), messages: [] })

describe('deactivating', () => {
  test('ends every session of the member, and admits no new one', async () => {
    const person = await newcomer()
    expect(await begin(person)).toBe('deactivated')
    const { memberId, session, way } = person
    expect(await members.findBySession(memberId, session.id, now)).toBeUndefined()
    expect(await sessions.rotate({ ...session, generation: 1 }, 0)).toBe('not_active')
    const another = sessionOf(memberId, person.person)
    expect(await sessions.open(another, way, 'written_before')).toMatchObject({ kind: 'not_active' })
    expect(await eventsOf(memberId)).toEqual(['member.registered', 'member.deactivated'])
  })

  test('raises the version', async () => {
    const person = await newcomer()
    await begin(person)
    const item = (await scan(client, tableName)).find(
      ({ kind, id }) => kind === 'member' && id === person.memberId,
    )
    expect(item).toMatchObject({ status: 'deactivated', version: person.member.version + 1 })
  })

  test('happens once, even for ten requests at once', async () => {
    const person = await newcomer()
    const responses = await Promise.all(Array.from({ length: 10 }, () => begin(person)))
    expect(responses.filter((response) => response === 'deactivated')).toHaveLength(1)
    expect(await eventsOf(person.memberId)).toHaveLength(2)
  })

  test.each(['suspended', 'withdrawn', 'merged'] as const)('does not change a %s member', async (status) => {
    const person = await newcomer()
    await setStatus(person.memberId, status)
    expect(await begin(person)).toBe('session_ended')
    await setStatus(person.memberId, 'active')
  })
})

describe('the reactivation mail', () => {
  test('is only for deactivated members', async () => {
    const person = await newcomer()
    const invitation = invitationOf()
    const member = await asItIs(person.memberId)
    const inviting = { member, deactivationId: ids.deactivation(), invitation, messages: [] }
    expect(await deactivations.invite(inviting)).toBe('conflict')
  })

  test('that is newest is one of ten at the same moment', async () => {
    const { person } = await invited()
    const member = await asItIs(person.memberId)
    const deactivationId = sure(member.deactivationId)
    const all = Array.from({ length: 10 }, () => ({
      member,
      deactivationId,
      invitation: invitationOf(),
      messages: [],
    }))
    const responses = await Promise.all(all.map((inviting) => deactivations.invite(inviting)))
    expect(responses.filter((response) => response === 'invited')).toHaveLength(1)
    const winner = all[responses.indexOf('invited')]
    expect((await asItIs(person.memberId)).invitation).toEqual(winner?.invitation)
  })

  test('gives a deactivation an id where the id is missing', async () => {
    const person = await newcomer()
    await setStatus(person.memberId, 'deactivated')
    const member = await asItIs(person.memberId)
    expect(member.deactivationId).toBeUndefined()
    const inviting = { member, deactivationId: ids.deactivation(), invitation: invitationOf(), messages: [] }
    expect(await deactivations.invite(inviting)).toBe('invited')
    expect((await asItIs(person.memberId)).deactivationId).toBe(inviting.deactivationId)
    expect(await deactivations.invite({ ...inviting, invitation: invitationOf() })).toBe('conflict')
  })
})

describe('reactivation', () => {
  test('makes the member active, and revives no old session', async () => {
    const { person, reactivation } = await invited()
    expect(await end(reactivation)).toBe('reactivated')
    const { memberId, session, way } = person
    const back = await asItIs(memberId)
    expect(back.status).toBe('active')
    expect(back.deactivationId).toBeUndefined()
    expect(await members.findBySession(memberId, session.id, now)).toBeUndefined()
    const later = { ...sessionOf(memberId, person.person), createdAt: minutes(1) }
    expect(await sessions.open(later, way, 'written_before')).toEqual({ kind: 'opened', lacks: [] })
  })

  test('verifies nothing, and changes no lead', async () => {
    const person = somebody()
    const email = { value: person.email, verified: false, imported: true as const }
    const ways = [identityMethod(person.identity)]
    const { reactivation } = await invited(person, { email, ways })
    expect(await end(reactivation)).toBe('reactivated')
    expect(await asItIs(reactivation.memberId)).toMatchObject({ email, ways })
  })

  test.each([
    ['an older mail', () => ({ tokenId: ids.token() })],
    ['another deactivation', () => ({ deactivationId: ids.deactivation() })],
    [
      'a member who has changed since',
      ({ member }: Invited) => ({ member: { ...member, version: member.version + 1 } }),
    ],
  ])('is refused for %s', async (_, other) => {
    const { person, reactivation } = await invited()
    expect(await end({ ...reactivation, ...other(reactivation) })).toBe('conflict')
    expect((await asItIs(person.memberId)).status).toBe('deactivated')
  })

  test('succeeds once for two requests at the same moment, a hundred times', async () => {
    const { person, reactivation } = await invited()
    const table = accessTable({ client, tableName, retryPolicy: defaultRetryPolicy })
    let current = reactivation
    for (let round = 1; round <= 100; round += 1) {
      const responses = await Promise.all([end(current), end(current)])
      expect(responses.toSorted()).toEqual(['conflict', 'reactivated'])
      const session = { ...sessionOf(person.memberId, person.person), createdAt: minutes(round) }
      expect(await sessions.open(session, person.way, 'written_before')).toEqual({
        kind: 'opened',
        lacks: [],
      })
      const { version } = await asItIs(person.memberId)
      const again = {
        memberId: person.memberId,
        version,
        sessionId: session.id,
        deactivationId: ids.deactivation(),
      }
      await deactivations.begin({ ...again, event: eventOf('member.deactivated') }, minutes(round))
      const { kind } = await table.transact({ in: maySignInCheck(session, person.way) })
      expect(kind).toBe('refused')
      current = await invite(person)
    }
  }, 30_000)

  test('lets no sign-in of the same moment into an inactive member', async () => {
    for (let round = 1; round <= 20; round += 1) {
      const { person, reactivation } = await invited()
      const session = { ...sessionOf(person.memberId, person.person), createdAt: minutes(1) }
      const [back, opened] = await Promise.all([
        end(reactivation),
        sessions.open(session, person.way, 'written_before'),
      ])
      expect(back).toBe('reactivated')
      expect(['opened', 'not_active']).toContain(opened.kind)
    }
  })
})
