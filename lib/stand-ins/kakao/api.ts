import type { Endpoints } from '../host/host.ts'
import { type Endpoint, jsonResponse, type StandInRequest, type StandInResponse } from '../host/messages.ts'
import { secondsLeft, shownToken, withToken } from '../host/oauth/held-token.ts'
import type { ProviderParts } from '../host/oauth/rules.ts'
import { connectionAfter, userMe } from './account.ts'
import { type Connection, consentItems, type KakaoClients, type KakaoPersona } from './persona.ts'

type KakaoParts = ProviderParts<KakaoPersona, KakaoClients, Connection>

const refusal = (status: number, code: number, msg: string): StandInResponse =>
  jsonResponse(status, { msg, code })
const noSuchToken = refusal(401, -401, 'this access token does not exist')
const notConnected = refusal(400, -101, 'NotRegisteredUserException')
const badParameter = (name: string) => refusal(400, -2, `${name} is wrong or missing`)

const foreignAppId = '999999'
const params = (request: StandInRequest) => (request.method === 'POST' ? request.form : request.query)

/** The person that a call is about. `accessToken` is absent where the app calls with its admin key. */
interface Caller {
  readonly person: KakaoPersona
  readonly connection: Connection
  readonly accessToken?: string
}

/** In a foreign app, the person agreed to everything. */
const foreignConnection: Connection = {
  items: new Set(consentItems),
  terms: new Map(),
  connectedAt: new Date(0),
}

function byAdminKey({ clients, state }: KakaoParts, request: StandInRequest): Caller | StandInResponse {
  if (request.authorization !== `KakaoAK ${clients.adminKey}`) return refusal(401, -401, 'wrong appKey')
  const id = params(request).get('target_id') ?? ''
  if (params(request).get('target_id_type') !== 'user_id') return badParameter('target_id_type')
  if (!/^\d{1,19}$/.test(id)) return badParameter('target_id')
  const person = state.personas.find((one) => `${one.id}` === id)
  const connection = person && state.consent(person)
  return person && connection ? { person, connection } : notConnected
}

/** Identifies the person by access token or admin key, the two credentials of kapi. */
function identify(parts: KakaoParts, request: StandInRequest): Caller | StandInResponse {
  const accessToken = shownToken(request)
  if (accessToken === '') return byAdminKey(parts, request)
  const held = parts.state.token(accessToken)
  if (held === undefined) return noSuchToken
  const connection = held.isOurs ? parts.state.consent(held.person) : foreignConnection
  return connection === undefined ? notConnected : { person: held.person, connection, accessToken }
}

function serviceTerms(
  { clients }: KakaoParts,
  { person, connection }: Caller,
  all: boolean,
): StandInResponse {
  if (clients.serviceTerms === undefined) return refusal(403, -3, 'Kakao Sync is not enabled for this app')
  const rows = clients.serviceTerms.map(({ tag, required, revocable }) => {
    const at = connection.terms.get(tag)
    const agreement = at
      ? { agreed: true, agreed_at: at.toISOString(), agreed_by: 'KAUTH' }
      : { agreed: false }
    return { tag, required, revocable, ...agreement }
  })
  const shown = all ? rows : rows.filter(({ agreed }) => agreed)
  return jsonResponse(200, { id: BigInt(person.id), service_terms: shown })
}

function upgradeTerms(
  { clients, state, now }: KakaoParts,
  { person, connection }: Caller,
  tags: readonly string[],
): StandInResponse {
  if (clients.serviceTerms === undefined) return refusal(403, -3, 'Kakao Sync is not enabled for this app')
  const known = clients.serviceTerms.map(({ tag }) => tag)
  if (tags.length === 0 || !tags.every((tag) => known.includes(tag))) return badParameter('tags')
  const after = connectionAfter(connection, { terms: tags }, now())
  state.setConsent(person, after)
  const agreed = tags.map((tag) => {
    return { tag, agreed: true, agreed_at: after.terms.get(tag)?.toISOString(), agreed_by: 'KAPI' }
  })
  return jsonResponse(200, { id: BigInt(person.id), agreed_service_terms: agreed })
}

function revokeTerms(
  { clients, state }: KakaoParts,
  { person, connection }: Caller,
  tags: readonly string[],
): StandInResponse {
  const known = clients.serviceTerms ?? []
  const named = tags.map((tag) => known.find((terms) => terms.tag === tag))
  if (tags.length === 0 || named.includes(undefined)) return badParameter('tags')
  if (named.some((terms) => terms?.revocable !== true)) return refusal(403, -3, 'the terms are not revocable')
  const terms = new Map([...connection.terms].filter(([tag]) => !tags.includes(tag)))
  state.setConsent(person, { ...connection, terms })
  const revoked = tags.map((tag) => ({ tag, agreed: false }))
  return jsonResponse(200, { id: BigInt(person.id), revoked_service_terms: revoked })
}

function logout({ state }: KakaoParts, caller: Caller): void {
  if (caller.accessToken === undefined) state.endTokens(caller.person)
  else state.endToken(caller.accessToken)
}

const tokenInfo = ({ state, clients }: KakaoParts): Endpoint =>
  withToken(state, noSuchToken, (held) => {
    const left = secondsLeft(held)
    const appId = BigInt(held.isOurs ? clients.appId : foreignAppId)
    return jsonResponse(200, {
      id: BigInt(held.person.id),
      expires_in: left,
      app_id: appId,
      expiresInMillis: left * 1000,
      appId,
    })
  })

/**
 * The endpoints of `kapi.kakao.com` that concern a person (developers.kakao.com, "Kakao Login: REST API").
 */
export function kakaoApi(parts: KakaoParts): Endpoints {
  const withCaller =
    (respond: (caller: Caller, request: StandInRequest) => StandInResponse): Endpoint =>
    (request) => {
      const caller = identify(parts, request)
      return 'person' in caller ? respond(caller, request) : caller
    }
  const done = ({ person }: Caller) => jsonResponse(200, { id: BigInt(person.id) })
  const me = withCaller(({ person, connection }, request) =>
    person.trouble === 'profile'
      ? refusal(503, -9798, 'Kakao is under maintenance')
      : jsonResponse(200, userMe(person, connection, params(request).get('secure_resource') === 'true')),
  )
  return {
    'GET /v1/user/access_token_info': tokenInfo(parts),
    'GET /v2/user/me': me,
    'POST /v2/user/me': me,
    'GET /v2/user/service_terms': withCaller((caller, { query }) =>
      serviceTerms(parts, caller, query.get('result') === 'app_service_terms'),
    ),
    'POST /v2/user/upgrade/service_terms': withCaller((caller, { form }) =>
      upgradeTerms(parts, caller, (form.get('tags') ?? '').split(',').filter(Boolean)),
    ),
    'POST /v2/user/revoke/service_terms': withCaller((caller, { form }) =>
      revokeTerms(parts, caller, (form.get('tags') ?? '').split(',').filter(Boolean)),
    ),
    'POST /v1/user/logout': withCaller((caller) => {
      logout(parts, caller)
      return done(caller)
    }),
    'POST /v1/user/unlink': withCaller((caller) => {
      parts.state.disconnect(caller.person)
      return done(caller)
    }),
  }
}
