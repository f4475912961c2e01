import type { Session, SignIn } from '../../domain/member/member.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Sessions, SignInRefusal } from '../../flows/ports/store.ts'
import { storedTokenClaimWrite } from '../rows/identity/provider-token.ts'
import { memberAuthStateRow } from '../rows/member/member.ts'
import { onceWrites } from '../rows/once.ts'
import { endPendingWrite } from '../rows/pending.ts'
import { readRow } from '../rows/row.ts'
import type { Refusal } from '../table/conflicts.ts'

/** What is used up together with opening a session: the visit's transaction, or the token of one that waited. */
export const consumedBy = (once: Parameters<Sessions['open']>[2], { createdAt }: Session) =>
  typeof once === 'object' && 'pendingId' in once
    ? { pending: endPendingWrite(once.pendingId, once.tokenId, 'linked', createdAt) }
    : onceWrites(once)

/** What a visit leaves with the claim of the identity that it came by, if it leaves anything. */
export function storedTokenWrites({ identity }: SignIn, storedToken: StoredProviderToken | undefined) {
  const claim = identity && storedTokenClaimWrite(identity, storedToken)
  return claim === undefined ? {} : { claim }
}

/** Why a member may not come in: the way is not the member's any more, or the member's own state. */
export function signInRefusalOf(refused: Refusal | undefined): SignInRefusal {
  if (refused?.item === undefined) return { kind: 'moved' }
  const member = readRow(memberAuthStateRow, refused.item)
  return member.status === 'active' ? { kind: 'moved' } : { kind: 'not_active', member }
}
