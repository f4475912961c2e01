import type { Identity } from '../../domain/identity.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { ClaimedValue } from '../../domain/merging.ts'
import { type Change, type Condition, every, type UpdateWrite, updateWhen } from '../expressions.ts'
import { keys } from '../schema.ts'
import type { Owner } from './owner.ts'

const leadsTo = (owner: MemberId): Condition => ({ text: '#memberId = :owner', values: { owner } })

const isIn = (state: 'linked' | 'cut'): Condition => ({ text: '#state = :state', values: { state } })

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
 * The same for an identity, in the state that it is in: linked, or cut. A cut one whose person is back is linked
 * again.
 */
export function movedIdentityWrite(
  identity: Identity,
  from: MemberId,
  heir: Owner,
  states: { readonly from: 'linked' | 'cut'; readonly to: 'linked' | 'cut' },
): UpdateWrite {
  const { set, ...change } = to(heir)
  return updateWhen(
    keys.identityClaim(identity),
    { set: { ...set, state: states.to }, ...change },
    every(isIn(states.from), leadsTo(from)),
  )
}
