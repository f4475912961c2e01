import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { ConsentLine } from '../host/authorization-endpoint.ts'
import { jsonResponse, type StandInRequest, type StandInResponse } from '../host/messages.ts'
import type { ProviderRules } from '../host/oauth/rules.ts'
import { githubApi } from './api.ts'
import type { GithubClients, GithubConsent, GithubPersona } from './persona.ts'

type Rules = ProviderRules<GithubPersona, GithubClients, GithubConsent>

const knownScopes = ['user:email', 'read:user']
const splitWords = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean)
const primaryOf = ({ emails }: GithubPersona) => emails.find(({ primary }) => primary)?.email

const profileLine = ({ login }: GithubPersona): ConsentLine => ({
  id: 'profile',
  label: { ko: '공개 프로필', en: 'Public profile' },
  detail: login,
  required: true,
  ticked: true,
})

const emailLine = (person: GithubPersona): ConsentLine => ({
  id: 'user:email',
  label: { ko: '이메일 주소(읽기)', en: 'E-mail addresses (read-only)' },
  detail: primaryOf(person) ?? '',
  required: false,
  ticked: !person.refusesEmail,
})

/** GitHub's consent is asked once. */
const consentRules: Rules['consent'] = {
  before: ({ authorized }) => (authorized ? ['user:email'] : undefined),
  lines(person, scopes, params) {
    if (scopes !== undefined) return []
    const asksEmail = splitWords(params.scope).includes('user:email')
    return [profileLine(person), ...(asksEmail ? [emailLine(person)] : [])]
  },
  after: (before = [], agreed) => [...before, ...agreed.filter((id) => id !== 'profile')],
}

/** GitHub reports errors with status 200. */
const refusal = (error: string, description: string): StandInResponse =>
  jsonResponse(200, {
    error,
    error_description: description,
    error_uri: `https://docs.github.com/apps/managing-oauth-apps/troubleshooting#${error.replaceAll('_', '-')}`,
  })
const badClient = refusal(
  'incorrect_client_credentials',
  'The client_id and/or client_secret passed are incorrect.',
)
const badCode = refusal('bad_verification_code', 'The code passed is incorrect or expired.')

const fieldsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.record(v.string(), v.union([v.string(), v.number()])),
)

/** Without `Accept: application/json`, GitHub responds with a form. */
function sent({ accept }: StandInRequest, response: StandInResponse): StandInResponse {
  if (accept.includes('json')) return response
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(v.parse(fieldsSchema, response.body))) form.set(name, `${value}`)
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form.toString(),
  }
}

const lifetimes = { access: 28_800, refresh: 15_897_600, century: 3_155_760_000 } as const

/** The token response. Its scopes are separated by commas, those of the request by spaces. */
const tokenFields = (
  {
    accessToken,
    consent = [],
  }: { readonly accessToken: string; readonly consent?: GithubConsent | undefined },
  refreshToken: string | undefined,
) => ({
  access_token: accessToken,
  ...(refreshToken !== undefined && {
    expires_in: lifetimes.access,
    refresh_token: refreshToken,
    refresh_token_expires_in: lifetimes.refresh,
  }),
  scope: consent.join(','),
  token_type: 'bearer',
})

const tokenRules = (expiring: boolean): Rules['tokens'] => ({
  lifetime: expiring ? lifetimes.access : lifetimes.century,
  // GitHub allows a person this many tokens per app and drops the oldest.
  most: 10,
  newToken: (kind) =>
    `${kind === 'access' ? 'gho' : 'ghr'}_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`,
  refusals: {
    client_id: badClient,
    client_secret: badClient,
    grant_type: badCode,
    code: badCode,
    redirect_uri: refusal(
      'redirect_uri_mismatch',
      'The redirect_uri MUST match the registered callback URL.',
    ),
    code_verifier: badCode,
    refresh_token: refusal('bad_refresh_token', 'The refresh token passed is incorrect or expired.'),
  },
  usualGrant: 'authorization_code',
  hasRefreshToken: () => expiring,
  response: (visit, { refreshToken }) => tokenFields(visit, refreshToken),
  renewed: tokenFields,
  rotates: true,
  sent,
})

/**
 * The rules of GitHub (docs.github.com, "Authorizing OAuth apps"), stricter than GitHub, which requires neither state
 * nor challenge and accepts any path below a redirect URI. `expiring` says whether access tokens expire.
 */
export const githubRules = (expiring: boolean): Rules => ({
  id: 'github',
  look: {
    provider: { ko: '깃허브 로그인', en: 'Sign in to GitHub' },
    accent: { surface: '#1f883d', text: '#ffffff' },
  },
  paths: { authorize: '/login/oauth/authorize', token: '/login/oauth/access_token' },
  card: (person) => ({
    title: person.name ?? person.login,
    subtitle: [`@${person.login}`, primaryOf(person)].filter((part) => part !== undefined).join(' · '),
  }),
  request: {
    codes: { client_id: 'not_found', redirect_uri: 'redirect_uri_mismatch', scope: 'invalid_scope' },
    optional: ['response_type'],
    knowsScope: (scope) => splitWords(scope).every((one) => knownScopes.includes(one)),
    refuse: ({ prompt }) =>
      ['select_account', undefined].includes(prompt) ? undefined : 'prompt is unknown',
  },
  consent: consentRules,
  tokens: tokenRules(expiring),
  endpoints: githubApi,
})
