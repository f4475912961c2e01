import type { ClaimedValue } from '../leads/claimed.ts'
import { hasPassword } from '../leads/leads.ts'
import { isProvenPerson } from '../leads/person.ts'
import { withoutUnprovenPerson } from '../leads/without.ts'
import type { EndedIdentity, LoginMethod, Member } from '../member/member.ts'
import { type FieldsWith, fieldsWith } from '../member/member-fields.ts'
import { defined } from '../values/defined.ts'
import type { CiHash, DiHash } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { MemberId, PendingId, TokenId } from '../values/ids.ts'
import { loginIdKey } from '../values/login-id.ts'
import { joinedContact, ownOf, uniteContact } from './unite-contact.ts'
import { unitePerson } from './unite-person.ts'

/** The stored result of an identity check (본인확인). */
export interface CheckedPerson {
  readonly ci?: CiHash
  readonly di?: DiHash
  /** The source of the check, as the gateway names it. */
  readonly source: string
  readonly verifiedAt: Date
}

/** The evidence that two accounts belong to one person. */
export type MergeBasis =
  | { readonly kind: 'identity'; readonly identity: Identity }
  | { readonly kind: 'identity_check'; readonly check: CheckedPerson }

/**
 * A merge question. It stores the id of the one token that may answer it, so it is answered once.
 * Nothing is decided before the answer.
 */
export interface MergeQuestion {
  readonly id: PendingId
  readonly tokenId: TokenId
  /** The client's PKCE challenge (S256, RFC 7636) of the flow that led to the question. */
  readonly codeChallenge: string
  /** The signed-in member, who will be the survivor. */
  readonly memberId: MemberId
  readonly otherId: MemberId
  readonly basis: MergeBasis
  readonly expiresAt: Date
}

/** The fields of the survivor that a merge fills with the other's value. */
type FilledField = FieldsWith<'merge', 'fills'>
/** The fields that an identity check fills; see `unitePerson`. */
type PersonField = FieldsWith<'merge', 'person'>
/** The fields of the survivor that a merge can change; the ways in are joined apart. */
type UnitedField = Exclude<
  FieldsWith<'merge', 'fills' | 'contact' | 'person' | 'joined'>,
  'ways' | 'endedIdentities' | 'identityUnproven'
>

/** The result of a merge: the survivor's changes and the fate of every claim. */
export interface Union {
  /** The survivor's new values, as far as they differ. */
  readonly fills: Partial<Pick<Member, UnitedField>>
  /** The other's login methods, which the survivor gets. */
  readonly ways: readonly LoginMethod[]
  /**
   * The other's identities that ended when that account was closed, before it was restored: they sign in, so the
   * survivor gets them. The identities that a provider had ended go with the other account.
   */
  readonly endedIdentities: readonly EndedIdentity[]
  /** The survivor gets the other's password if it has none; otherwise the other's password ends. */
  readonly movesPassword: boolean
  /** Whether the survivor's CI and DI count as unproven from now on. */
  readonly identityUnproven: boolean
  /** Claims of the other that lead to the survivor from now on. */
  readonly moves: readonly ClaimedValue[]
  /** New claims on values that a check has just found. */
  readonly claims: readonly ClaimedValue[]
  /** Claims that end: nobody had verified the value, or another DI replaced it. */
  readonly frees: readonly (ClaimedValue & { readonly from: 'survivor' | 'other' })[]
}

/**
 * Decides the result of a merge. The survivor's own values win; missing ones come from the other. No verified
 * contact is ever lost: one without room stays as a secondary contact. An unverified contact gives way to a
 * verified one, and ends if there is no room for it.
 */
export function unite(survivor: Member, other: Member): Union {
  const emails = uniteContact(
    ownOf(survivor.email),
    ownOf(other.email),
    survivor.otherEmails,
    other.otherEmails,
  )
  const phones = uniteContact(
    ownOf(survivor.phone),
    ownOf(other.phone),
    survivor.otherPhones,
    other.otherPhones,
  )
  const attributes = { ...other.attributes, ...survivor.attributes }
  const hasMore = Object.keys(attributes).length > Object.keys(survivor.attributes).length
  const person = unitePerson(survivor, other)
  const loginIds = uniteLoginIds(survivor, other)
  return {
    fills: {
      ...filled(survivor, other, fieldsWith('merge', 'fills')),
      ...person.fills,
      ...defined({
        email: emails.own ?? joinedContact(survivor.email, other.email),
        phone: phones.own ?? joinedContact(survivor.phone, other.phone),
        otherEmails: emails.secondary,
        otherPhones: phones.secondary,
        attributes: hasMore ? attributes : undefined,
      } satisfies {
        readonly [Field in Exclude<UnitedField, FilledField | PersonField>]: Member[Field] | undefined
      }),
    },
    ways: other.ways,
    endedIdentities: (other.endedIdentities ?? []).filter(({ endedBy }) => endedBy === 'closing'),
    movesPassword: hasPassword(other) && !hasPassword(survivor),
    identityUnproven: person.isUnproven,
    moves: [
      ...emails.moves.map((value) => ({ of: 'email', value }) as const),
      ...phones.moves.map((value) => ({ of: 'phone', value }) as const),
      ...person.moves,
      ...loginIds.moves,
    ],
    claims: [],
    frees: [
      ...emails.frees.map((freed) => ({ of: 'email', ...freed }) as const),
      ...phones.frees.map((freed) => ({ of: 'phone', ...freed }) as const),
      ...person.frees,
      ...loginIds.frees,
    ],
  }
}

/** The fate of the other's login ID: it moves to a survivor without one, and else ends. */
function uniteLoginIds(survivor: Member, { loginId }: Member): Pick<Union, 'moves' | 'frees'> {
  if (loginId === undefined) return { moves: [], frees: [] }
  const claim = { of: 'login_id', value: loginIdKey(loginId) } as const
  return survivor.loginId === undefined
    ? { moves: [claim], frees: [] }
    : { moves: [], frees: [{ ...claim, from: 'other' }] }
}

/**
 * Decides what two members make together who were found to be one person by an identity check. What the check
 * found counts from now on: of an unproven CI or DI only an equal one stays.
 */
export function uniteByCheck(survivor: Member, other: Member, check: CheckedPerson): Union {
  const [own, others] = [asChecked(survivor, check), asChecked(other, check)]
  const union = unite(own.member, others.member)
  const has = { ...own.member, ...union.fills }
  const ci = has.ci === undefined ? check.ci : undefined
  const di = has.di === undefined ? check.di : undefined
  return {
    ...union,
    identityUnproven: false,
    fills: {
      ...union.fills,
      identityVerifiedAt: check.verifiedAt,
      identitySource: check.source,
      ...defined({ ci, di }),
    },
    claims: [
      ...(ci ? [{ of: 'ci', value: ci } as const] : []),
      ...(di ? [{ of: 'di', value: di } as const] : []),
    ],
    frees: [
      ...union.frees,
      ...own.dropped.map((value) => ({ ...value, from: 'survivor' as const })),
      ...others.dropped.map((value) => ({ ...value, from: 'other' as const })),
    ],
  }
}

/** A member whose CI and DI have just been checked, and the unproven values that the check contradicts. */
function asChecked(
  member: Member,
  check: CheckedPerson,
): { readonly member: Member; readonly dropped: readonly ClaimedValue[] } {
  if (isProvenPerson(member)) return { member, dropped: [] }
  const { ci, di } = member
  const isKept = { ci: ci === check.ci, di: di === check.di }
  return {
    member: {
      ...withoutUnprovenPerson(member),
      ...defined({ ci: isKept.ci ? ci : undefined, di: isKept.di ? di : undefined }),
    },
    dropped: [
      ...(ci === undefined || isKept.ci ? [] : [{ of: 'ci', value: ci } as const]),
      ...(di === undefined || isKept.di ? [] : [{ of: 'di', value: di } as const]),
    ],
  }
}

/** The named values that the survivor lacks and the other has. */
function filled<Name extends keyof Member>(
  survivor: Member,
  other: Member,
  names: readonly Name[],
): Partial<Pick<Member, Name>> {
  const fills: Partial<Pick<Member, Name>> = {}
  for (const name of names) {
    if (survivor[name] === undefined && other[name] !== undefined) fills[name] = other[name]
  }
  return fills
}
