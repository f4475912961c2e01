import * as v from 'valibot'
import type { Endpoints } from '../host/host.ts'
import { type Endpoint, jsonResponse, type StandInResponse } from '../host/messages.ts'
import { withToken } from '../host/oauth/held-token.ts'
import type { ProviderParts } from '../host/oauth/rules.ts'
import type { HeldToken } from '../host/oauth/state.ts'
import type { GithubClients, GithubConsent, GithubPersona } from './persona.ts'

type GithubParts = ProviderParts<GithubPersona, GithubClients, GithubConsent>
type GithubToken = HeldToken<GithubPersona, GithubConsent>

const refusal = (status: number, message: string): StandInResponse =>
  jsonResponse(status, { message, documentation_url: 'https://docs.github.com/rest', status: `${status}` })
const badCredentials = refusal(401, 'Bad credentials')
const notFound = refusal(404, 'Not Found')
const empty: StandInResponse = { status: 204, headers: {}, body: '' }

/** The response of `GET /user`. The public address says nothing about verification. */
const userOf = ({ id, login, name, publicEmail, odd }: GithubPersona) => ({
  login,
  id,
  node_id: `U_${id}`,
  avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
  html_url: `https://github.com/${login}`,
  type: 'User',
  site_admin: false,
  name: name ?? null,
  company: null,
  blog: '',
  location: null,
  email: publicEmail ?? null,
  bio: null,
  created_at: '2019-05-17T10:00:00Z',
  ...odd,
})

/** One page of addresses. */
function emailsOf({ person, consent }: GithubToken, query: URLSearchParams): StandInResponse {
  if (person.trouble === 'emails') return refusal(503, 'Service unavailable')
  // GitHub responds 404 both for what a token may not see and for what does not exist.
  if (!consent?.includes('user:email')) return notFound
  const perPage = Math.min(Number(query.get('per_page') ?? 30), 100)
  const from = (Number(query.get('page') ?? 1) - 1) * perPage
  const listed = person.emails.map((entry) => ({ ...entry, visibility: entry.primary ? 'private' : null }))
  return jsonResponse(200, listed.slice(from, from + perPage))
}

const bodySchema = v.pipe(v.string(), v.parseJson(), v.object({ access_token: v.string() }))

/** The response for a token of our app. */
const authorizationOf = (clients: GithubClients, token: string, held: GithubToken) => ({
  id: 1,
  url: 'https://api.github.com/authorizations/1',
  app: { name: 'ieum', url: 'https://example.com', client_id: clients.clientId },
  token,
  hashed_token: '',
  token_last_eight: token.slice(-8),
  note: null,
  scopes: held.consent ?? [],
  expires_at: clients.expiringTokens === false ? null : held.expiresAt.toISOString(),
  user: { login: held.person.login, id: held.person.id, type: 'User', site_admin: false },
})

/** Calls that the app makes with its own credentials about a token in the body. */
function withAppCredentials(
  { clients, state }: GithubParts,
  respond: (token: string, held: GithubToken) => StandInResponse,
): Endpoint {
  const credentials = Buffer.from(`${clients.clientId}:${clients.clientSecret}`).toString('base64')
  return (request) => {
    if (request.authorization !== `Basic ${credentials}`) return badCredentials
    const body = v.safeParse(bodySchema, request.body)
    if (!body.success) return refusal(422, 'Validation Failed')
    const held = state.token(body.output.access_token)
    return held?.isOurs ? respond(body.output.access_token, held) : notFound
  }
}

/** GitHub rejects requests without a user agent. */
const requireUserAgent =
  (endpoint: Endpoint): Endpoint =>
  (request) =>
    request.userAgent === ''
      ? {
          status: 403,
          headers: { 'content-type': 'text/html' },
          body: 'Request forbidden by administrative rules.',
        }
      : endpoint(request)

/**
 * The endpoints of `api.github.com` that concern a person (docs.github.com, REST API: "Apps", "Users",
 * "Emails").
 */
export function githubApi(parts: GithubParts): Endpoints {
  const { clients, state } = parts
  const app = `/applications/${clients.clientId}`
  const endpoints: Endpoints = {
    'GET /user': withToken(state, badCredentials, ({ person }) => jsonResponse(200, userOf(person))),
    'GET /user/emails': withToken(state, badCredentials, (held, { query }) => emailsOf(held, query)),
    [`POST ${app}/token`]: withAppCredentials(parts, (token, held) =>
      jsonResponse(200, authorizationOf(clients, token, held)),
    ),
    [`DELETE ${app}/token`]: withAppCredentials(parts, (token) => {
      state.endToken(token)
      return empty
    }),
    [`DELETE ${app}/grant`]: withAppCredentials(parts, (_, { person }) => {
      state.disconnect(person)
      return empty
    }),
  }
  return Object.fromEntries(
    Object.entries(endpoints).map(([path, endpoint]) => [path, requireUserAgent(endpoint)]),
  )
}
