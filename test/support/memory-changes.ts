import { isAlive } from '../../lib/domain/session/session.ts'
import type { Changes } from '../../lib/flows/ports/store.ts'
import { type Kept, leave } from './kept.ts'

/** Changes of members, over plain maps. No method waits, so every method is one transaction. */
export const changes = (kept: Kept): Changes => ({
  async apply({ before, after, sessionId, endsOthers, releases, event, messages }, now) {
    const { members, sessions, events } = kept
    const [member, session] = [members.get(before.id), sessions.get(sessionId)]
    if (member?.status !== 'active' || session === undefined || !isAlive(session, member, now)) {
      return 'session_ended'
    }
    if (member.version !== before.version) return 'conflict'
    const [release] = releases
    const contactOwner = release === undefined ? undefined : members.get(release.id)
    if (contactOwner?.version !== release?.version) return 'conflict'
    const credentialsVersion = member.credentialsVersion + (endsOthers ? 1 : 0)
    members.set(before.id, { ...after, version: before.version + 1, credentialsVersion })
    if (endsOthers) sessions.set(sessionId, { ...session, credentialsVersion, othersEndedAt: now })
    if (contactOwner !== undefined) {
      const { email, phone, ...rest } = contactOwner
      const tokenToStore = (value: string | undefined) =>
        value !== after.email?.value && value !== after.phone?.value
      members.set(contactOwner.id, {
        ...rest,
        version: contactOwner.version + 1,
        ways: contactOwner.ways.filter((way) => way !== 'phone' || tokenToStore(phone?.value)),
        ...(email !== undefined && tokenToStore(email.value) ? { email } : {}),
        ...(phone !== undefined && tokenToStore(phone.value) ? { phone } : {}),
      })
    }
    events.push(event)
    leave(kept, messages)
    return 'changed'
  },
})
