import type { Session, SignIn } from '../../domain/member/member.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Sessions, SignInRefusal } from '../../flows/ports/store.ts'
import { storedTokenClaimWrite } from '../rows/identity/provider-token.ts'
import { memberAuthStateRow } from '../rows/member/member.ts'
import { onceWrites } from '../rows/once.ts'
import { endPendingWrite } from '../rows/pending.ts'
import { readRow } from '../rows/row.ts'
import type { RefusedWrite } from '../table/conflicts.ts'

/**
 * The writes that consume what opens a session: the visit's OAuth request, or the token of a pending visit.
 */
export const consumeWrites = (once: Parameters<Sessions['open']>[2], { createdAt }: Session) =>
  typeof once === 'object' && 'pendingId' in once
    ? { pending: endPendingWrite(once.pendingId, once.tokenId, 'linked', createdAt) }
    : onceWrites(once)

/**
 * The write that stores a provider token of the visit with the identity's claim, where there is a durable
 * one.
 */
export function storedTokenWrites({ identity }: SignIn, storedToken: StoredProviderToken | undefined) {
  const claim = identity && storedTokenClaimWrite(identity, storedToken)
  return claim === undefined ? {} : { claim }
}

/** The reason for a refused sign-in: the member's status, or `conflict` when the login method is gone. */
export function signInRefusalOf(refused: RefusedWrite | undefined): SignInRefusal {
  if (refused?.item === undefined) return { kind: 'conflict' }
  const member = readRow(memberAuthStateRow, refused.item)
  return member.status === 'active' ? { kind: 'conflict' } : { kind: 'not_active', member }
}
