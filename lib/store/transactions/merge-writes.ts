import { claimedValues } from '../../domain/leads/claimed.ts'
import type { LinkedIdentity, Member } from '../../domain/member/member.ts'
import { movedState } from '../../domain/merge/united.ts'
import { defined } from '../../domain/values/defined.ts'
import { sameIdentity } from '../../domain/values/identity.ts'
import type { Merging, WholeMember } from '../../flows/ports/store.ts'
import { claimWrite, freedClaimWrite } from '../rows/claim.ts'
import { linkedIdentityWrite, unlinkedIdentityWrite } from '../rows/identity/identity.ts'
import { removedClaimWrite } from '../rows/identity/identity-ending.ts'
import { forgottenProfileWrite } from '../rows/identity/provider-profile.ts'
import { eventWrite } from '../rows/member/history.ts'
import { answerMergeWrite } from '../rows/member/merge-question.ts'
import { tombstoneWrite, uniteMemberWrite } from '../rows/member/merged-member.ts'
import { movedClaimWrite, movedIdentityWrite } from '../rows/member/moved-claims.ts'
import { type NameSearch, renamedWrites } from '../rows/member/name.ts'
import { sharedEntryWrites } from '../rows/member/shared.ts'
import { messageWrites } from '../rows/message.ts'
import { forgottenPasskeyWrite, movedPasskeyClaimWrite, passkeyWrite } from '../rows/passkey.ts'
import { sessionAliveCheck } from '../rows/session/session.ts'
import type { Write } from '../table/expressions.ts'

type Numbered = Readonly<Record<`${string}:${number}`, Write>>

const numbered = (prefix: string, writes: readonly Write[]): Numbered =>
  Object.fromEntries(writes.map((write, index) => [`${prefix}:${index}`, write] as const))

/** Moves every identity of the other member to the survivor. */
function identityWrites({ survivor, other, restores }: Merging, united: Member): Numbered {
  const from = other.member.id
  const move = (identity: LinkedIdentity): readonly Write[] => [
    movedIdentityWrite(identity, from, united, { from: 'linked', to: 'linked' }),
    unlinkedIdentityWrite(from, identity),
    forgottenProfileWrite(from, identity),
    linkedIdentityWrite(survivor.member.id, identity),
  ]
  return numbered('identity', other.identities.flatMap(move).concat(heldWrites(other, united, restores)))
}

/**
 * The other member's ended identities: the one that its person has just used is linked again, those that ended when
 * the account closed move, and the others go for good.
 */
function heldWrites(
  { member, ended, held }: WholeMember,
  united: Member,
  restores: Merging['restores'],
): Write[] {
  return ended.flatMap((identity): Write[] => {
    const claim = held.find((one) => sameIdentity(one, identity))
    const rows = [unlinkedIdentityWrite(member.id, identity)]
    if (claim === undefined) return rows
    if (restores !== undefined && sameIdentity(restores, identity)) {
      const states = { from: 'unlinked_by_provider', to: 'linked' } as const
      return [
        ...rows,
        movedIdentityWrite(restores, member.id, united, states),
        linkedIdentityWrite(united.id, restores),
      ]
    }
    const state = movedState(member, claim)
    return state === undefined
      ? [...rows, removedClaimWrite(claim, member.id)]
      : [
          ...rows,
          movedIdentityWrite(identity, member.id, united, { from: state, to: state }),
          linkedIdentityWrite(united.id, identity),
        ]
  })
}

/** Moves every passkey of the other member to the survivor, as it is: the authenticator knows nothing of the merge. */
const passkeyMoves = ({ survivor, other }: Merging): Numbered =>
  numbered(
    'passkey',
    other.passkeys.flatMap((passkey) => [
      movedPasskeyClaimWrite(other.member.id, survivor.member.id, passkey),
      forgottenPasskeyWrite(other.member.id, passkey.id),
      passkeyWrite(survivor.member.id, passkey),
    ]),
  )

/** Updates the survivor's own claims with the external id that comes from the other member. */
function namingWrites({ survivor, union }: Merging, united: Member): Numbered {
  if (union.fills.externalId === undefined) return {}
  const freed = new Set(union.frees.map(({ of, value }) => `${of} ${value}`))
  const claims = claimedValues(survivor.member).filter(({ of, value }) => !freed.has(`${of} ${value}`))
  return numbered('naming', [
    ...claims.map((claim) => movedClaimWrite(claim, united.id, united)),
    ...survivor.identities.map((identity) =>
      movedIdentityWrite(identity, united.id, united, { from: 'linked', to: 'linked' }),
    ),
    ...survivor.held.flatMap((claim) =>
      claim.state === 'unlinked_by_provider' || claim.state === 'disconnecting'
        ? [movedIdentityWrite(claim, united.id, united, { from: claim.state, to: claim.state })]
        : [],
    ),
  ])
}

/** A member without the fields of the name index. */
export const namelessOf = ({ name: _name, birth: _birth, ...member }: Member): Member => member

/** All writes of merging two members. One transaction, so neither is ever seen half-merged. */
export function mergeWrites(merging: Merging, names: NameSearch, now: Date) {
  const { hashes } = names
  const { question, session, otherSession, survivor, other, union, events } = merging
  const united: Member = { ...survivor.member, ...union.fills }
  const idOf = { survivor: united.id, other: other.member.id }
  return {
    question: answerMergeWrite(question, now),
    session: sessionAliveCheck(session, now),
    ...defined({ otherSession: otherSession && sessionAliveCheck(otherSession, now) }),
    survivor: uniteMemberWrite(merging),
    other: tombstoneWrite(other, united.id),
    ...identityWrites(merging, united),
    ...passkeyMoves(merging),
    ...numbered(
      'moved',
      union.moves.map((claim) => movedClaimWrite(claim, idOf.other, united)),
    ),
    ...numbered(
      'claimed',
      union.claims.map(({ of, value }) => claimWrite(of, value, true, united)),
    ),
    ...numbered(
      'freed',
      union.frees.map(({ of, value, from }) => freedClaimWrite(of, value, idOf[from])),
    ),
    ...namingWrites(merging, united),
    ...renamedWrites(names, other.member, namelessOf(other.member)),
    ...renamedWrites(names, survivor.member, united),
    ...sharedEntryWrites(hashes, other.member, undefined),
    ...sharedEntryWrites(hashes, survivor.member, united),
    survivorEvent: eventWrite(united, events.survivor),
    otherEvent: eventWrite(other.member, events.other),
    ...messageWrites(merging.messages),
  }
}
