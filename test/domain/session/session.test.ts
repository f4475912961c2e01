import { describe, expect, it } from 'vitest'
import { memberStatuses } from '../../../lib/domain/member/member.ts'
import { isAlive, isVoided, mayContinue } from '../../../lib/domain/session/session.ts'
import { survivingSessions } from '../../../lib/domain/session/surviving-sessions.ts'
import { memberId, memberOf, minutes, now, sessionOf, somebody } from '../../store/cast.ts'

const person = somebody()
const member = memberOf(person, { credentialsVersion: 3 })
const session = sessionOf(member.id, person, { credentialsVersion: 3 })

describe('a session', () => {
  it.each([
    [2, false],
    [3, true],
    [4, false],
  ])('of version %i is alive for a member of version 3: %s', (credentialsVersion, alive) => {
    expect(mayContinue({ credentialsVersion }, member)).toBe(alive)
    expect(isAlive({ ...session, credentialsVersion }, member, now)).toBe(alive)
  })

  it('is alive for an active member alone', () => {
    const alive = memberStatuses.filter((status) => isAlive(session, { ...member, status }, now))
    expect(alive).toEqual(['active'])
  })

  it('is alive whenever it was opened, by whichever clock, until its own time is over', () => {
    for (const createdAt of [minutes(-60), now, minutes(60)]) {
      expect(isAlive({ ...session, createdAt }, member, now)).toBe(true)
    }
    expect(isAlive(session, member, session.idleExpiresAt)).toBe(false)
    expect(isAlive({ ...session, absoluteExpiresAt: now }, member, now)).toBe(false)
  })

  it('voids the codes for a new contact that were requested before it ended the others', () => {
    const ended = { ...session, othersEndedAt: now }
    expect(isVoided(ended, { startedAt: minutes(-1) })).toBe(true)
    expect(isVoided(ended, { startedAt: now })).toBe(false)
    expect(isVoided(session, { startedAt: minutes(-60) })).toBe(false)
  })
})

describe('the sessions beside an identity that goes', () => {
  const of = (signIn: Partial<typeof session.signIn>, more: Partial<typeof session> = {}) => ({
    ...sessionOf(memberId(), person, { credentialsVersion: 3, ...more }),
    signIn: { authTime: now, amr: [], ...signIn },
  })
  const beside = (...sessions: readonly (typeof session)[]) =>
    survivingSessions(person.identity, member, sessions, now)

  it('are those that another login method opened', () => {
    const [own, other, byCode] = [of(person), of(somebody()), of({ amr: ['otp'] })]
    expect(beside(own, other, byCode)).toEqual([other, byCode])
  })

  it('are not those that are over', () => {
    expect(beside(of({}, { credentialsVersion: 2 }), of({}, { idleExpiresAt: now }))).toEqual([])
    expect(survivingSessions(person.identity, { ...member, status: 'suspended' }, [of({})], now)).toEqual([])
  })

  it('are of very many those that were used last, since a transaction has room for eighty', () => {
    const many = Array.from({ length: 100 }, (_, index) => of({}, { rotatedAt: minutes(index) }))
    expect(beside(...many)).toEqual(many.slice(20).toReversed())
  })
})
