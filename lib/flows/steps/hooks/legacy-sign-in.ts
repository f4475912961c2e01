import { withoutLinked } from '../../../domain/leads/leads.ts'
import type { Hooked, LegacyAttempt, LegacySystem } from '../../ports/hooks.ts'
import type { Importation } from '../../ports/store/operators/imports.ts'
import type { World } from '../../ports/world.ts'

export type LegacySignInWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'hashes' | 'passwords'> &
  Hooked<'legacySignIn'>

/**
 * Asks the old system about an identifier that nobody here has. If it says yes, its member is imported, with the typed
 * password hashed anew. Gives whether somebody may have the identifier now: of two sign-ins at once, one imports the
 * member, and both find it. Throws `hook_failed`.
 */
export async function movesIn(world: LegacySignInWorld, attempt: LegacyAttempt): Promise<boolean> {
  const { legacySignIn: system } = world.hooks
  if (system === undefined) return false
  const { hashes, ids, clock, stage } = world
  const reading = { hashes, record: ids.record, now: clock.now(), timeZone: stage.timeZone }
  const importation = await system.ask(attempt, reading)
  if (importation === undefined) return false
  const passwordHash = await world.passwords.hash(attempt.password)
  await add(system, { ...importation, passwordHash })
  return true
}

/** As by an import, an identity that another member has is left out. */
async function add(system: LegacySystem, importation: Importation): Promise<void> {
  const result = await system.add(importation)
  switch (result.kind) {
    case 'imported':
    case 'there':
    // Somebody else has the login ID since a moment ago, and the identifier leads to that member.
    case 'login_id_taken':
      return
    case 'identity_taken':
      return add(system, withoutIdentity(importation, result.index))
    default:
      return result satisfies never
  }
}

function withoutIdentity(importation: Importation, index: number): Importation {
  const { member, identities } = importation
  const taken = identities[index]
  if (taken === undefined) throw new Error('the identity that is taken is none of the member')
  return {
    ...importation,
    identities: identities.filter((identity) => identity !== taken),
    member: { ...member, ...withoutLinked(member, taken) },
  }
}
