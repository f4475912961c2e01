import * as v from 'valibot'
import { isProviderId, type ProviderId } from '../domain/values/identity.ts'
import {
  type ClientId,
  isClientId,
  isMemberId,
  isOAuthRequestId,
  isSessionId,
  type MemberId,
  type OAuthRequestId,
  type SessionId,
} from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import type { OAuthRequest } from '../domain/visit/oauth-request.ts'
import type { OAuthRequests } from '../flows/ports/tokens.ts'
import type { Mint } from './jwt.ts'
import { openJwe, sealJwe } from './sealing/sealed-jwe.ts'

const flowSchema = v.variant('kind', [
  v.object({ kind: v.literal('redirect'), redirectUri: v.string(), clientState: v.optional(v.string()) }),
  v.object({ kind: v.literal('direct') }),
])
const visitorSchema = v.object({
  intent: v.picklist(['link', 'reauth']),
  memberId: v.custom<MemberId>(isMemberId),
  sessionId: v.custom<SessionId>(isSessionId),
})
const sealedSchema = v.object({
  id: v.custom<OAuthRequestId>(isOAuthRequestId),
  provider: v.custom<ProviderId>(isProviderId),
  visitor: v.exactOptional(visitorSchema),
  clientId: v.custom<ClientId>(isClientId),
  flow: flowSchema,
  codeChallenge: v.string(),
  state: v.string(),
  nonce: v.string(),
  codeVerifier: v.string(),
  providerRedirectUri: v.string(),
  locale: v.picklist(['ko', 'en']),
  exp: v.number(),
})

const typ = 'transaction+jwe'

/**
 * Seals an OAuth request as JWE (RFC 7516, `dir` with A256GCM). The browser or app carries it and only we can
 * read it, so a visit starts without a database call. `open` throws `invalid_transaction`.
 */
export function createOAuthRequests(mint: Mint): OAuthRequests {
  return {
    seal: ({ expiresAt, ...sealed }) => sealJwe(mint, typ, { ...sealed }, expiresAt),
    async open(text, age) {
      const claims = v.safeParse(sealedSchema, await openJwe(mint, typ, text, age))
      if (!claims.success) throw new Problem('invalid_transaction')
      return toOAuthRequest(claims.output)
    },
  }
}

function toOAuthRequest({ exp, flow, ...sealed }: v.InferOutput<typeof sealedSchema>): OAuthRequest {
  const expiresAt = new Date(exp * 1000)
  if (flow.kind === 'direct') return { ...sealed, flow, expiresAt }
  const { clientState, ...redirect } = flow
  return { ...sealed, flow: clientState === undefined ? redirect : { ...redirect, clientState }, expiresAt }
}
