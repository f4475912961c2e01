import type { MergeQuestion } from '../../lib/domain/merge/merge.ts'
import { isAlive } from '../../lib/domain/session/session.ts'
import type { Merging } from '../../lib/flows/ports/store.ts'
import type { Store } from '../../lib/flows/ports/world.ts'
import { type Kept, keptWith, leave, listed, nameOf, unasked, use, wasUsed } from './kept.ts'

type Merges = Store['merges']

/** Questions of a merge and their answers, over plain maps. */
export const merges = (kept: Kept): Merges => ({
  async ask(question, once) {
    if (typeof once === 'object' && 'identityCheck' in once) return unasked()
    if (wasUsed(kept, once)) return 'used'
    use(kept, once)
    kept.questions.set(question.id, { question, answered: false })
    return 'asked'
  },
  async find(id, now) {
    const found = kept.questions.get(id)
    if (found === undefined || found.question.expiresAt <= now) return undefined
    return found.answered ? { kind: 'answered' } : { kind: 'open', question: found.question }
  },
  decline: async (question) => (answer(kept, question) ? 'declined' : 'used'),
  async read(id, sessionId, now) {
    const member = kept.members.get(id)
    if (member === undefined) return undefined
    const held = [...kept.claims.values()].filter(
      ({ state, memberId }) => memberId === id && state !== 'linked',
    )
    const session = sessionId && kept.sessions.get(sessionId)
    return {
      member,
      ...listed(kept, id),
      passkeys: [],
      providerProfiles: [],
      held,
      ...(session && isAlive(session, member, now) && { session }),
    }
  },
  merge: async (merging) => merge(kept, merging),
})

function answer({ questions }: Kept, { id }: MergeQuestion): boolean {
  const found = questions.get(id)
  if (found === undefined || found.answered) return false
  questions.set(id, { ...found, answered: true })
  return true
}

function merge(kept: Kept, merging: Merging): Awaited<ReturnType<Merges['merge']>> {
  const { question, session, otherSession, survivor, other, union, restores, events } = merging
  if (kept.questions.get(question.id)?.answered !== false) return 'used'
  const [own, gone] = [kept.members.get(survivor.member.id), kept.members.get(other.member.id)]
  if (own?.status !== 'active' || !kept.sessions.has(session.id)) return 'session_ended'
  if (otherSession !== undefined && !kept.sessions.has(otherSession.id)) return 'session_ended'
  if (own.version !== survivor.member.version || gone?.version !== other.member.version) return 'conflict'
  answer(kept, question)
  const identities = [...other.identities, ...(restores === undefined ? [] : [restores])]
  for (const identity of identities) {
    const { provider, subject } = identity
    const leaves = keptWith(kept.claims.get(nameOf(identity)), undefined)
    kept.claims.set(nameOf(identity), { provider, subject, state: 'linked', memberId: own.id, ...leaves })
  }
  kept.identities.set(own.id, [...(kept.identities.get(own.id) ?? []), ...identities])
  kept.identities.set(gone.id, [])
  const ways = [...new Set([...own.ways, ...union.ways])]
  kept.members.set(own.id, { ...own, ...union.fills, ways, version: own.version + 1 })
  const { id, locale, credentialsVersion, createdAt, version } = gone
  kept.members.set(gone.id, {
    id,
    status: 'merged',
    mergedInto: own.id,
    version: version + 1,
    ways: [],
    attributes: {},
    locale,
    credentialsVersion: credentialsVersion + 1,
    createdAt,
  })
  kept.events.push(events.survivor, events.other)
  leave(kept, merging.messages)
  return 'merged'
}
