import { expect, it } from 'vitest'
import { signedOutByProvider } from '../../../lib/domain/leaving/signed-out-by-provider.ts'
import { memberOf, minutes, now, sessionOf, somebody } from '../../store/cast.ts'

const person = somebody()
const { identity } = person
const member = memberOf(person)
const at = minutes(10)

/** A session that was opened by the identity, or by a code. */
const opened = (minute: number, by: 'identity' | 'code' = 'identity') => {
  const session = sessionOf(member.id, person, { idleExpiresAt: minutes(1000) })
  const { identity: _, ...signIn } = { ...session.signIn, authTime: minutes(minute) }
  return { ...session, signIn: by === 'identity' ? { ...signIn, identity } : signIn }
}

it('ends what the identity had opened before the event, and nothing else', () => {
  const [before, since, byCode] = [opened(5), opened(15), opened(5, 'code')]
  const effect = signedOutByProvider(member, [before, since, byCode], { identity, at }, minutes(20))
  expect(new Set(effect?.survivors)).toEqual(new Set([since, byCode]))
})

it('ends nothing for an event that is older than every session of the identity, or that comes again', () => {
  const sessions = [opened(15), opened(5, 'code')]
  expect(signedOutByProvider(member, sessions, { identity, at }, minutes(20))).toBeUndefined()
})

it('ends nothing where the sessions are over already', () => {
  const over = { ...opened(5), idleExpiresAt: minutes(8) }
  expect(signedOutByProvider(member, [over], { identity, at }, minutes(20))).toBeUndefined()
  const paused = { ...member, status: 'deactivated' as const }
  expect(signedOutByProvider(paused, [opened(5)], { identity, at }, now)).toBeUndefined()
})

it('leaves the sessions of another identity alone', () => {
  const other = somebody().identity
  expect(signedOutByProvider(member, [opened(5)], { identity: other, at }, minutes(20))).toBeUndefined()
})
