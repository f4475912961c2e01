import {
  contests,
  type FoundShare,
  importedMember,
  type Placement,
  placeOf,
} from '../../../domain/import/shared-contacts.ts'
import type { Member } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { loginIdKey } from '../../../domain/values/login-id.ts'
import {
  type Importation,
  type Personal,
  type Shareable,
  shareable,
} from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import {
  claimAsFoundCheck,
  type HeldClaim,
  importedClaimWrite,
  sharedClaimWrite,
  takeOverClaimWrite,
} from '../../rows/claim.ts'
import { linkedIdentityWrite } from '../../rows/identity/identity.ts'
import { linkedClaimWrite, newLinkedClaimWrite } from '../../rows/identity/identity-claim.ts'
import { eventWrite } from '../../rows/member/history.ts'
import { type LostValue, loseSharedWrite } from '../../rows/member/lost-values.ts'
import { newMemberWrite } from '../../rows/member/member.ts'
import { entriesOf, everyIndex } from '../../rows/member/name.ts'
import { sharedAsFoundCheck, sharedHash, sharedMarkWrite, sharedWrite } from '../../rows/member/shared.ts'
import type { Owner } from '../../rows/owner.ts'
import type { Write } from '../../table/expressions.ts'

/** What is known of an imported member's values. */
export type Found = { readonly [kind in Shareable]?: FoundValue } & {
  /** A CI or DI that another member has. */
  readonly taken?: readonly Personal[]
  /** The places of identities that have a claim: of another member, or of nobody any more. */
  readonly claimed?: readonly number[]
}
/** The known claim and share of one contact. */
export interface FoundValue {
  readonly claim?: HeldClaim
  readonly share?: FoundShare
}

interface Value {
  readonly of: Shareable
  readonly value: string
  readonly verified: boolean
}

const valuesOf = (member: Member): readonly Value[] =>
  shareable.flatMap((of) => {
    const own = member[of]
    return own === undefined ? [] : [{ of, value: own.value, verified: own.verified }]
  })

const placementOf = ({ of, verified }: Value, found: Found): Placement =>
  placeOf(verified, found[of]?.claim, found[of]?.share)

const isOwn = (placement: Placement): boolean => placement === 'claims' || placement === 'takes'

/** The values that the imported member shares with others. */
export const sharesOf = (member: Member, found: Found): readonly (Shareable | Personal)[] => [
  ...valuesOf(member)
    .filter((value) => !isOwn(placementOf(value, found)))
    .map(({ of }) => of),
  ...(found.taken ?? []),
]

/** The writes that place one value: its claim, its share mark and its entries. */
function valueWrites(
  value: Value,
  { claim, share }: FoundValue,
  owner: Owner,
  hashes: KeyedHashes,
): Record<string, Write> {
  const { of, verified } = value
  const placement = placeOf(verified, claim, share)
  const hash = sharedHash(hashes, of, value.value)
  const mark = sharedMarkWrite(of, hash, contests(verified, placement))
  const entry = sharedWrite(of, hash, owner.id)
  const before = claim && { [`before:${of}`]: sharedWrite(of, hash, claim.memberId) }
  switch (placement) {
    case 'claims':
      return {
        [`claim:${of}`]: importedClaimWrite(of, value.value, verified, owner),
        [`mark:${of}`]: sharedAsFoundCheck(of, hash, share),
      }
    case 'takes':
      return {
        ...(claim && { [`claim:${of}`]: takeOverClaimWrite(of, value.value, owner, claim) }),
        [`mark:${of}`]: mark,
        ...before,
      }
    case 'shares':
      return {
        ...(claim && { [`claim:${of}`]: claimAsFoundCheck(of, value.value, claim) }),
        [`mark:${of}`]: mark,
        [`entry:${of}`]: entry,
      }
    case 'dissolves':
      return {
        ...(claim && { [`claim:${of}`]: sharedClaimWrite(of, value.value, claim) }),
        [`mark:${of}`]: mark,
        [`entry:${of}`]: entry,
        ...before,
      }
    default:
      return placement satisfies never
  }
}

/** The writes for members who lose the sole claim to a value: one change and one event each. */
function contactOwnerWrites({ member, event }: Importation, found: Found): Record<string, Write> {
  const lost = new Map<MemberId, { owner: Owner; values: LostValue[] }>()
  for (const value of valuesOf(member)) {
    const claim = found[value.of]?.claim
    const placement = placementOf(value, found)
    if (claim === undefined || placement === 'shares' || placement === 'claims') continue
    const { memberId: id, externalId, verified } = claim
    const owner: Owner = { id, ...defined({ externalId }) }
    const { values } = lost.get(id) ?? { values: [] }
    lost.set(id, { owner, values: [...values, { of: value.of, value: value.value, verified }] })
  }
  const sharedEvent = { id: event.id, type: 'contact.shared', at: event.at, byMember: member.id } as const
  return Object.fromEntries(
    [...lost.values()].flatMap(({ owner, values }) => [
      [`holder:${owner.id}`, loseSharedWrite(owner.id, values)],
      [
        `shared-event:${owner.id}`,
        eventWrite(owner, { ...sharedEvent, changed: values.map(({ of }) => of) }),
      ],
    ]),
  )
}

/** All writes of importing a member, by what is known of its values. One transaction. */
export function importWrites(
  importation: Importation,
  found: Found,
  hashes: KeyedHashes,
): Record<string, Write> {
  const { passwordHash, identities, consents, event } = importation
  const member = importedMember(importation.member, sharesOf(importation.member, found))
  return {
    member: newMemberWrite(member, passwordHash),
    ...Object.assign(
      {},
      ...valuesOf(importation.member).map((value) =>
        valueWrites(value, found[value.of] ?? {}, member, hashes),
      ),
    ),
    ...(member.ci && { 'claim:ci': importedClaimWrite('ci', member.ci, true, member) }),
    ...(member.di && { 'claim:di': importedClaimWrite('di', member.di, true, member) }),
    ...(member.loginId !== undefined && {
      'claim:login_id': importedClaimWrite('login_id', loginIdKey(member.loginId), true, member),
    }),
    ...contactOwnerWrites(importation, found),
    ...Object.fromEntries(
      identities.flatMap((identity, index): [string, Write][] => [
        [
          `identity:${index}`,
          found.claimed?.includes(index)
            ? linkedClaimWrite(identity, member, 'open')
            : newLinkedClaimWrite(identity, member),
        ],
        [`listed:${index}`, linkedIdentityWrite(member.id, identity)],
      ]),
    ),
    ...entriesOf(hashes, member, everyIndex),
    event: eventWrite(member, event, consents),
  }
}
