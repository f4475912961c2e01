import type { Client } from '../../domain/values/client.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Flow, MemberVisitor, OAuthRequest } from '../../domain/visit/oauth-request.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'

/** A registered client by its id. Throws `invalid_request`. */
export function findClient(world: World, clientId: string): Client {
  const client = world.stage.clients.find(({ id }) => id === clientId)
  if (client === undefined) {
    throw new Problem('invalid_request', {
      errors: [{ pointer: '/clientId', detail: 'is not a registered client' }],
    })
  }
  return client
}

/** A provider that this stage has configured. Throws `not_found`. */
export function findProvider(world: World, id: ProviderId) {
  const provider = world.providers.find(id)
  if (provider === undefined) throw new Problem('not_found')
  return provider
}

/**
 * Opens what `/login` sealed. Throws `invalid_transaction` when it was sealed for another provider or another
 * flow: started at Google, finished at Kakao (RFC 9700, section 4.4) never gets as far as a token request.
 */
export async function openOAuthRequest<Kind extends Flow['kind']>(
  world: World,
  sealed: string,
  at: { readonly provider: ProviderId; readonly flow: Kind },
): Promise<OAuthRequest & { readonly flow: Extract<Flow, { kind: Kind }> }> {
  const transaction = await world.tokens.oauthRequests.open(sealed)
  if (transaction.provider !== at.provider || !isOfFlow(transaction, at.flow)) {
    throw new Problem('invalid_transaction')
  }
  world.addToLogContext({ provider: transaction.provider, intent: transaction.visitor?.intent ?? 'login' })
  return transaction
}

function isOfFlow<Kind extends Flow['kind']>(
  transaction: OAuthRequest,
  kind: Kind,
): transaction is OAuthRequest & { readonly flow: Extract<Flow, { kind: Kind }> } {
  return transaction.flow.kind === kind
}

/**
 * Checks the client's secret of the flow (PKCE, RFC 7636, section 4.6): a ticket, register or link token
 * that leaked is worth nothing alone.
 */
export function isVerifierOf(world: World, codeVerifier: string, codeChallenge: string): boolean {
  return world.secrets.same(world.secrets.hash(codeVerifier), codeChallenge)
}

/** What makes the visit's effect happen once. */
export const onceFor = (transaction: OAuthRequest): Once => ({
  transactionId: transaction.id,
  expiresAt: transaction.expiresAt,
})

/** The member whose visit this is. Only a visit with one has the rows that ask for it. */
export function visitorOf({ visitor }: Pick<OAuthRequest, 'visitor'>): MemberVisitor {
  if (visitor === undefined) throw new Error('an anonymous visit has the row of a signed-in one')
  return visitor
}
