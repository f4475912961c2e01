import { Problem } from '../../domain/values/problem.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import type { FlowTokenKind } from '../ports/tokens.ts'
import type { World } from '../ports/world.ts'
import { isVerifierOf } from './oauth-request.ts'

export type OpenPendingWorld = Pick<
  World,
  'clock' | 'secrets' | 'tokens' | 'addToLogContext' | 'pendingConnections'
>

/**
 * Opens the pending visit of a register or link token, which needs the client's verifier. Throws
 * `invalid_token`, and `token_used` for a consumed or replaced token.
 */
export async function openPending(
  world: OpenPendingWorld,
  kind: FlowTokenKind,
  shown: { readonly token: string; readonly codeVerifier: string },
): Promise<PendingConnection> {
  const { pendingId, tokenId } = await world.tokens.flow.read(kind, shown.token)
  const found = await world.pendingConnections.find(pendingId, world.clock.now())
  if (found === undefined) throw new Problem('invalid_token')
  if (found.kind === 'ended') throw new Problem('token_used')
  const { pending } = found
  if (!isVerifierOf(world, shown.codeVerifier, pending.codeChallenge)) throw new Problem('invalid_token')
  if (pending.tokenId !== tokenId) throw new Problem('token_used')
  world.addToLogContext({ provider: pending.profile.identity.provider })
  return pending
}
