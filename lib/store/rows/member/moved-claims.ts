import type { ClaimedValue } from '../../../domain/leads/claimed.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { type Change, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { isIn } from '../identity/claim-state.ts'
import { dueAttributes, leadsTo } from '../identity/identity-claim.ts'
import type { Owner } from '../owner.ts'

type State = 'linked' | 'unlinked_by_provider' | 'disconnecting'

/** The change that makes a claim lead to this member, with the external id. */
const leadingTo = ({ id, externalId }: Owner): Change =>
  externalId === undefined
    ? { set: { memberId: id }, remove: ['externalId'] }
    : { set: { memberId: id, externalId } }

/** The same for a value, which no import changes from now on. */
function provenTo(newOwner: Owner): Change {
  const { remove = [], ...change } = leadingTo(newOwner)
  return { ...change, remove: [...remove, 'imported'] }
}

/** Moves a value's claim from one member to its heir, or renames the external id of the same member. */
export const movedClaimWrite = ({ of, value }: ClaimedValue, from: MemberId, newOwner: Owner): UpdateWrite =>
  updateWhen(keys.claim(of, value), provenTo(newOwner), leadsTo(from))

/**
 * Moves an identity's claim, in its state: linked, ended by the provider, or being disconnected. An ended
 * identity whose person is back becomes linked.
 */
export function movedIdentityWrite(
  identity: Identity,
  from: MemberId,
  newOwner: Owner & Pick<Member, 'credentialsVersion'>,
  states: { readonly from: State; readonly to: State },
): UpdateWrite {
  const { set, remove = [] } = leadingTo(newOwner)
  // An identity that is linked again has nothing due.
  const isBack = states.from !== 'linked' && states.to === 'linked'
  return updateWhen(
    keys.identityClaim(identity),
    {
      set: { ...set, credentialsVersion: newOwner.credentialsVersion, state: states.to },
      remove: [...remove, ...(isBack ? dueAttributes : [])],
    },
    every(isIn(states.from), leadsTo(from)),
  )
}
