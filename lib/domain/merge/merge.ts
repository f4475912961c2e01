import type { LoginMethod, Member, OwnContact } from '../member/member.ts'
import { type FieldsWith, fieldsWith } from '../member/member-fields.ts'
import { defined } from '../values/defined.ts'
import type { CiHash, DiHash, Email, Phone } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { MemberId, PendingId, TokenId } from '../values/ids.ts'

/** What an identity check (본인확인) found out about a person, as it is kept. */
export interface CheckedPerson {
  readonly ci?: CiHash
  readonly di?: DiHash
  /** Who checked, in the gateway's own word. */
  readonly source: string
  readonly verifiedAt: Date
}

/** What showed that two accounts are one person's. */
export type MergeBasis =
  | { readonly kind: 'identity'; readonly identity: Identity }
  | { readonly kind: 'identity_check'; readonly check: CheckedPerson }

/**
 * A question whether two accounts may become one. It names the one token that may answer it, and so is answered
 * once; nothing of it is decided before it is answered.
 */
export interface MergeQuestion {
  readonly id: PendingId
  readonly tokenId: TokenId
  /** The client's PKCE challenge (S256) of the flow that found it out. */
  readonly codeChallenge: string
  /** The signed-in member: the survivor. */
  readonly memberId: MemberId
  readonly otherId: MemberId
  readonly basis: MergeBasis
  readonly expiresAt: Date
}

/** A value that leads to a member, beside identities. */
export type ClaimedValue =
  | { readonly of: 'email'; readonly value: Email }
  | { readonly of: 'phone'; readonly value: Phone }
  | { readonly of: 'ci'; readonly value: CiHash }
  | { readonly of: 'di'; readonly value: DiHash }

/** The fields of the survivor that a merge fills with the other's value. */
type FilledField = FieldsWith<'merge', 'fills'>
/** The fields of the survivor that a merge can change; the ways in are joined apart. */
type UnitedField = Exclude<FieldsWith<'merge', 'fills' | 'contact' | 'joined'>, 'ways'>

/** What two members make together: what changes of the survivor, and what becomes of every claim. */
export interface Union {
  /** What the survivor has on file from now on, as far as it differs. */
  readonly fills: Partial<Pick<Member, UnitedField>>
  /** All that let the other in lets the survivor in. */
  readonly ways: readonly LoginMethod[]
  /** The other's password becomes the survivor's, who had none; else it ends. */
  readonly movesPassword: boolean
  /** Claims of the other that lead to the survivor from now on. */
  readonly moves: readonly ClaimedValue[]
  /** Values that a check has just found, and that led to nobody. */
  readonly claims: readonly ClaimedValue[]
  /** Claims of either that lead to nobody any more: nobody had ever verified them, or a DI replaced them. */
  readonly frees: readonly (ClaimedValue & { readonly from: 'survivor' | 'other' })[]
}

/**
 * Decides what two members make together. The survivor's own values win; what it lacks comes from the other.
 * Of addresses and numbers no verified one is ever lost or let go: one that the survivor has no room for goes on
 * leading to it, beside its own. One that nobody verified gives way to one that somebody did; where there is no
 * room for it, it is let go, since it never proved anything.
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
  const di = other.di === undefined ? undefined : ({ of: 'di', value: other.di } as const)
  // One person has a new DI when the service's contract for identity checks changes: the survivor's is the one.
  const keepsOwnDi = survivor.di !== undefined
  return {
    fills: {
      ...filled(survivor, other, fieldsWith('merge', 'fills')),
      ...defined({
        email: emails.own,
        phone: phones.own,
        otherEmails: emails.beside,
        otherPhones: phones.beside,
        attributes: hasMore ? attributes : undefined,
      } satisfies { readonly [Field in Exclude<UnitedField, FilledField>]: Member[Field] | undefined }),
    },
    ways: other.ways,
    movesPassword: other.ways.includes('password') && !survivor.ways.includes('password'),
    moves: [
      ...emails.moves.map((value) => ({ of: 'email', value }) as const),
      ...phones.moves.map((value) => ({ of: 'phone', value }) as const),
      ...(other.ci === undefined ? [] : [{ of: 'ci', value: other.ci } as const]),
      ...(di === undefined || keepsOwnDi ? [] : [di]),
    ],
    claims: [],
    frees: [
      ...emails.frees.map((freed) => ({ of: 'email', ...freed }) as const),
      ...phones.frees.map((freed) => ({ of: 'phone', ...freed }) as const),
      ...(di !== undefined && keepsOwnDi ? [{ ...di, from: 'other' } as const] : []),
    ],
  }
}

/** A contact that is the member's own; what several imported members share is nobody's. */
const ownOf = <Contact extends OwnContact<unknown>>(contact: Contact | undefined): Contact | undefined =>
  contact?.shared ? undefined : contact

/** What becomes of one kind of contact. */
interface UnitedContact<Value> {
  /** The survivor's own from now on, if it is not the one that it had. */
  readonly own?: OwnContact<Value>
  /** All that stand beside it from now on, if there are more than before. */
  readonly beside?: readonly Value[]
  readonly moves: readonly Value[]
  readonly frees: readonly { readonly value: Value; readonly from: 'survivor' | 'other' }[]
}

function uniteContact<Value>(
  own: OwnContact<Value> | undefined,
  others: OwnContact<Value> | undefined,
  beside: readonly Value[] = [],
  moreBeside: readonly Value[] = [],
): UnitedContact<Value> {
  const takes = others !== undefined && (own === undefined || (others.verified && !own.verified))
  const more = [...(others?.verified === true && !takes ? [others.value] : []), ...moreBeside]
  const lost = takes ? own : others?.verified === false ? others : undefined
  return {
    ...defined({
      own: takes ? others : undefined,
      beside: more.length > 0 ? [...beside, ...more] : undefined,
    }),
    moves: [...(takes ? [others.value] : []), ...more],
    frees: lost === undefined ? [] : [{ value: lost.value, from: takes ? 'survivor' : 'other' }],
  }
}

/** The same, with what the identity check found out that led to it. */
export function withCheck(union: Union, survivor: Member, check: CheckedPerson): Union {
  const has = { ...survivor, ...union.fills }
  const ci = has.ci === undefined ? check.ci : undefined
  const di = has.di === undefined ? check.di : undefined
  return {
    ...union,
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
  }
}

/** The values of these names that the survivor lacks and the other has. */
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
