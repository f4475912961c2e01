import type { Client } from '../../domain/values/client.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Flow, OAuthRequest } from '../../domain/visit/oauth-request.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'

/** A registered client by its id. Throws `invalid_request` for an unknown one. */
export function findClient(world: Pick<World, 'stage'>, clientId: string): Client {
  const client = world.stage.clients.find(({ id }) => id === clientId)
  if (client === undefined) {
    throw new Problem('invalid_request', {
      errors: [
        {
          pointer: '/clientId',
          detail: { ko: '등록된 클라이언트가 아닙니다.', en: 'is not a registered client' },
        },
      ],
    })
  }
  return client
}

/** A provider of this stage. Throws `not_found` if the stage has not configured it. */
export function findProvider(world: Pick<World, 'providers'>, id: ProviderId) {
  const provider = world.providers.find(id)
  if (provider === undefined) throw new Problem('not_found')
  return provider
}

/** An OAuth request of one flow. */
export type OAuthRequestOf<Kind extends Flow['kind']> = OAuthRequest & {
  readonly flow: Extract<Flow, { kind: Kind }>
}

/**
 * Opens the OAuth request that `/login` sealed. Throws `invalid_transaction` for another provider or flow, so
 * a visit started at Google cannot finish at Kakao (mix-up attack; RFC 9700, section 4.4).
 */
export async function openOAuthRequest<Kind extends Flow['kind']>(
  world: Pick<World, 'tokens' | 'addToLogContext'>,
  sealed: string,
  at: {
    readonly provider: ProviderId
    readonly flow: Kind
    readonly age?: 'fresh_enough' | 'expired_will_do'
  },
): Promise<OAuthRequestOf<Kind>> {
  const oauthRequest = await world.tokens.oauthRequests.open(sealed, at.age)
  if (oauthRequest.provider !== at.provider || !isOfFlow(oauthRequest, at.flow)) {
    throw new Problem('invalid_transaction')
  }
  world.addToLogContext({ provider: oauthRequest.provider, intent: oauthRequest.visitor?.intent ?? 'login' })
  return oauthRequest
}

function isOfFlow<Kind extends Flow['kind']>(
  oauthRequest: OAuthRequest,
  kind: Kind,
): oauthRequest is OAuthRequestOf<Kind> {
  return oauthRequest.flow.kind === kind
}

/**
 * Whether a verifier fits the client's challenge (PKCE, RFC 7636, section 4.6). A leaked ticket, register
 * token or link token alone is worthless.
 */
export function isVerifierOf(
  world: Pick<World, 'secrets'>,
  codeVerifier: string,
  codeChallenge: string,
): boolean {
  return world.secrets.same(world.secrets.hash(codeVerifier), codeChallenge)
}

/** The record that makes a visit's effect happen once. */
export const onceFor = ({ id, expiresAt }: OAuthRequest): Once => ({ transactionId: id, expiresAt })
