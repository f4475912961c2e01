import type { LeadHolder } from '../../lib/domain/leads/lead.ts'
import { mayReturn } from '../../lib/domain/leaving/reactivation.ts'
import type { Member } from '../../lib/domain/member/member.ts'
import { isAlive } from '../../lib/domain/session/session.ts'
import type { Deactivations } from '../../lib/flows/ports/store.ts'
import { type Kept, leave } from './kept.ts'

/** Deactivation and reactivation, over plain maps. No method waits, so every method is one transaction. */
export function deactivations(kept: Kept): Deactivations {
  const { members, sessions, pauses, events } = kept
  return {
    async begin({ memberId, version: read, sessionId, deactivationId, event }, now) {
      const [member, session] = [members.get(memberId), sessions.get(sessionId)]
      if (member?.status !== 'active' || session === undefined || !isAlive(session, member, now)) {
        return 'session_ended'
      }
      if (member.version !== read) return 'conflict'
      const version = member.version + 1
      const credentialsVersion = member.credentialsVersion + 1
      members.set(memberId, { ...member, status: 'deactivated', version, credentialsVersion })
      pauses.set(memberId, { ...pauses.get(memberId), deactivationId })
      events.push(event)
      return 'deactivated'
    },
    async find(memberId) {
      const member = members.get(memberId)
      return member === undefined ? undefined : { ...member, ...pauses.get(memberId) }
    },
    async invite({ member, deactivationId, invitation, messages }) {
      const pause = pauses.get(member.id)
      const isSame =
        pause?.deactivationId === member.deactivationId &&
        pause?.invitation?.tokenId === member.invitation?.tokenId
      const found = members.get(member.id)
      if (found === undefined || !mayReturn(found, invitation.sentAt) || !isSame) return 'conflict'
      pauses.set(member.id, { deactivationId, invitation })
      leave(kept, messages)
      return 'invited'
    },
    async end({ memberId, deactivationId, tokenId, member: { version }, recovers, event, messages }) {
      const [member, pause] = [members.get(memberId), pauses.get(memberId)]
      if (member?.version !== version || !mayReturn(member, event.at)) return 'conflict'
      if (pause?.deactivationId !== deactivationId || pause.invitation?.tokenId !== tokenId) return 'conflict'
      const { restorableUntil: _, rejoinFrom: __, ...rest } = member
      members.set(memberId, {
        ...(recovers === undefined ? rest : recovered(rest, recovers.after)),
        status: 'active',
        version: version + 1,
      })
      pauses.set(memberId, { invitation: pause.invitation })
      events.push(event, ...(recovers === undefined ? [] : [recovers.event]))
      leave(kept, messages)
      return 'reactivated'
    },
  }
}

/** A member of whose leads a recovery has left only these. */
export function recovered(member: Member, after: LeadHolder): Member {
  const { email: _, phone: _phone, endedIdentities: _ended, neverProven: _never, ...rest } = member
  return { ...rest, ...after }
}
