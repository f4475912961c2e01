import { mayReturn } from '../../lib/domain/leaving/reactivation.ts'
import { isAlive } from '../../lib/domain/session/session.ts'
import type { Deactivations } from '../../lib/flows/ports/store.ts'
import type { Kept } from './kept.ts'

/** Deactivation and reactivation, over plain maps. No method waits, so every method is one transaction. */
export const deactivations = ({ members, sessions, pauses, events }: Kept): Deactivations => ({
  async begin({ memberId, sessionId, deactivationId, event }, now) {
    const [member, session] = [members.get(memberId), sessions.get(sessionId)]
    if (member?.status !== 'active' || session === undefined || !isAlive(session, member, now)) {
      return 'session_ended'
    }
    const sessionsValidFrom = new Date(now.getTime() + 1)
    const version = member.version + 1
    members.set(memberId, { ...member, status: 'deactivated', version, sessionsValidFrom })
    pauses.set(memberId, { ...pauses.get(memberId), deactivationId })
    events.push(event)
    return 'deactivated'
  },
  async find(memberId) {
    const member = members.get(memberId)
    return member === undefined ? undefined : { ...member, ...pauses.get(memberId) }
  },
  async invite({ member, deactivationId, invitation }) {
    const pause = pauses.get(member.id)
    const isSame =
      pause?.deactivationId === member.deactivationId &&
      pause?.invitation?.tokenId === member.invitation?.tokenId
    const found = members.get(member.id)
    if (found === undefined || !mayReturn(found, invitation.sentAt) || !isSame) return 'conflict'
    pauses.set(member.id, { deactivationId, invitation })
    return 'invited'
  },
  async end({ memberId, deactivationId, tokenId, to, verifiesEmail, event }) {
    const [member, pause] = [members.get(memberId), pauses.get(memberId)]
    if (member === undefined || !mayReturn(member, event.at)) return 'conflict'
    if (pause?.deactivationId !== deactivationId) return 'conflict'
    const contact = to.channel === 'email' ? member.email : member.phone
    if (pause.invitation?.tokenId !== tokenId || contact?.value !== to.value) return 'conflict'
    const { restorableUntil: _, rejoinFrom: __, ...rest } = member
    if (contact.verified === verifiesEmail) return 'conflict'
    const ways = verifiesEmail ? [...member.ways, 'email' as const] : member.ways
    const verified = to.channel === 'email' ? { email: { value: to.value, verified: true } } : {}
    members.set(memberId, { ...rest, status: 'active', version: member.version + 1, ...verified, ways })
    pauses.set(memberId, { invitation: pause.invitation })
    events.push(event)
    return 'reactivated'
  },
})
