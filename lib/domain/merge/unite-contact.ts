import { isClaimedContact, isVerifiedContact } from '../leads/claimed.ts'
import type { OwnContact } from '../member/member.ts'
import { defined } from '../values/defined.ts'

/** The member's own contact; undefined for a contact that several imported members share. */
export const ownOf = <Contact extends OwnContact<unknown>>(
  contact: Contact | undefined,
): Contact | undefined => (contact?.shared ? undefined : contact)

/** The other's shared contact, where the survivor has none of this kind: the survivor is one of those who share it then. */
export function joinedContact<Contact extends OwnContact<unknown>>(
  survivors: Contact | undefined,
  others: Contact | undefined,
): Contact | undefined {
  if (survivors !== undefined || others?.shared !== true) return undefined
  return others
}

/** The fate of one kind of contact. */
interface UnitedContact<Value> {
  /** The survivor's new own contact, if it changes. */
  readonly own?: OwnContact<Value>
  /** The survivor's new secondary contacts, if there are more than before. */
  readonly secondary?: readonly Value[]
  readonly moves: readonly Value[]
  readonly frees: readonly { readonly value: Value; readonly from: 'survivor' | 'other' }[]
}

/**
 * Decides which contacts of one kind the survivor of a merge has. A verified one without room stays as a secondary
 * contact; an unverified one without room ends.
 */
export function uniteContact<Value>(
  own: OwnContact<Value> | undefined,
  others: OwnContact<Value> | undefined,
  secondary: readonly Value[] = [],
  othersSecondary: readonly Value[] = [],
): UnitedContact<Value> {
  const takes =
    others !== undefined && (own === undefined || (isVerifiedContact(others) && !isVerifiedContact(own)))
  const more = [
    ...(others !== undefined && isVerifiedContact(others) && !takes ? [others.value] : []),
    ...othersSecondary,
  ]
  const lost = takes ? own : isVerifiedContact(others) ? undefined : others
  return {
    ...defined({
      own: takes ? others : undefined,
      secondary: more.length > 0 ? [...secondary, ...more] : undefined,
    }),
    moves: [...(takes && isClaimedContact(others) ? [others.value] : []), ...more],
    frees:
      lost === undefined || !isClaimedContact(lost)
        ? []
        : [{ value: lost.value, from: takes ? 'survivor' : 'other' }],
  }
}
