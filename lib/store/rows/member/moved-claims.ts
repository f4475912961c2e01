import type { ClaimedValue } from '../../../domain/merge/merge.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { type Change, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { dueAttributes, isIn, leadsTo } from '../identity/identity-claim.ts'
import type { Owner } from '../owner.ts'

type State = 'linked' | 'unlinked_by_provider' | 'disconnecting'

/** A claim that leads to this member, and says what it is called elsewhere. */
const to = ({ id, externalId }: Owner): Change =>
  externalId === undefined
    ? { set: { memberId: id }, remove: ['externalId'] }
    : { set: { memberId: id, externalId } }

/** The same for a value; no import touches it from now on. */
function provenTo(heir: Owner): Change {
  const { remove = [], ...change } = to(heir)
  return { ...change, remove: [...remove, 'imported'] }
}

/** Lets what leads to one member lead to another, who takes its place; or to the same one under another name. */
export const movedClaimWrite = ({ of, value }: ClaimedValue, from: MemberId, heir: Owner): UpdateWrite =>
  updateWhen(keys.claim(of, value), provenTo(heir), leadsTo(from))

/**
 * The same for an identity, in the state that it is in: linked, cut, or being ended. A cut one whose person is back is
 * linked again.
 */
export function movedIdentityWrite(
  identity: Identity,
  from: MemberId,
  heir: Owner,
  states: { readonly from: State; readonly to: State },
): UpdateWrite {
  const { set, remove = [] } = to(heir)
  // Nothing is due any more of one that is linked again.
  const isBack = states.from !== 'linked' && states.to === 'linked'
  return updateWhen(
    keys.identityClaim(identity),
    { set: { ...set, state: states.to }, remove: [...remove, ...(isBack ? dueAttributes : [])] },
    every(isIn(states.from), leadsTo(from)),
  )
}
