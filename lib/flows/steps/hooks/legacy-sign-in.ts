import { importedMember } from '../../../domain/import/shared-contacts.ts'
import { withoutLinked } from '../../../domain/leads/leads.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { Hooked, LegacyAttempt, LegacySystem } from '../../ports/hooks.ts'
import type { Importation } from '../../ports/store/operators/imports.ts'
import type { Identified } from '../../ports/store.ts'
import type { World } from '../../ports/world.ts'

export type LegacySignInWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'hashes' | 'passwords' | 'members'> &
  Hooked<'legacySignIn'>

/** Who may have an identifier now, as far as that is known without a look for it. */
export type MovedIn = Identified | 'somebody'

/**
 * Asks the old system about an identifier that nobody here has. If it says yes, its member is imported, with the typed
 * password hashed anew. Gives who may have the identifier now, and undefined where nobody moves in: of two sign-ins at once,
 * one imports the member, and the other one reads it. Throws `hook_failed`.
 */
export async function movesIn(
  world: LegacySignInWorld,
  attempt: LegacyAttempt,
): Promise<MovedIn | undefined> {
  const { legacySignIn: system } = world.hooks
  if (system === undefined) return undefined
  const { hashes, ids, clock, stage } = world
  const reading = { hashes, record: ids.record, now: clock.now(), timeZone: stage.timeZone }
  const importation = await system.ask(attempt, reading)
  if (importation === undefined) return undefined
  const passwordHash = await world.passwords.hash(attempt.password)
  const added = await add(world, system, { ...importation, passwordHash })
  // Whom a shared contact names depends on who shares it.
  const { email, phone } = added?.member ?? {}
  return added === undefined || email?.shared || phone?.shared ? 'somebody' : added
}

/** The member who is there now, if known. As by an import, an identity that another member has is left out. */
async function add(
  world: Pick<World, 'members'>,
  system: LegacySystem,
  importation: Importation,
): Promise<Identified | undefined> {
  const { member, passwordHash } = importation
  const result = await system.add(importation)
  switch (result.kind) {
    case 'imported':
      return { member: importedMember(member, result.shares), ...defined({ passwordHash }) }
    case 'there':
      return identified(world, member.id)
    // Somebody else has the login ID since a moment ago, and the identifier leads to that member.
    case 'login_id_taken':
      return undefined
    case 'identity_taken':
      return add(world, system, withoutIdentity(importation, result.index))
    default:
      return result satisfies never
  }
}

async function identified(
  { members }: Pick<World, 'members'>,
  id: MemberId,
): Promise<Identified | undefined> {
  const [member, passwordHash] = await Promise.all([members.find(id), members.passwordHash(id)])
  return member && { member, ...defined({ passwordHash }) }
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
