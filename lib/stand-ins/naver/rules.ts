import { randomBytes } from 'node:crypto'
import { defined } from '../../domain/values/defined.ts'
import type { ConsentLine } from '../host/authorization-endpoint.ts'
import { jsonResponse, type StandInResponse } from '../host/messages.ts'
import type { ProviderRules } from '../host/oauth/rules.ts'
import { naverEndpoints } from './api.ts'
import {
  type NaverClients,
  type NaverConsent,
  type NaverItem,
  type NaverPersona,
  naverItemLabels,
  naverItems,
  usualItems,
} from './persona.ts'

type Rules = ProviderRules<NaverPersona, NaverClients, NaverConsent>

const isItem = (value: string): value is NaverItem => naverItems.some((item) => item === value)

const itemLine = (person: NaverPersona, item: NaverItem, need: 'required' | 'optional'): ConsentLine => ({
  id: item,
  label: naverItemLabels[item],
  detail: person[item] ?? '',
  required: need === 'required',
  ticked: !person.refuses?.includes(item),
})

/**
 * Naver's consent screen: the first visit asks for everything, a later one only for declined items and only with
 * `reprompt`. Items that the account lacks are not asked for.
 */
const consentRules: Rules['consent'] = {
  before: ({ connected }) => (connected ? new Set(naverItems) : undefined),
  lines(person, agreed, params, clients) {
    if (agreed !== undefined && params.auth_type !== 'reprompt') return []
    const requestedItems: NaverClients['items'] = clients.items ?? usualItems
    return naverItems.flatMap((item) => {
      const need = requestedItems[item]
      const isUnanswered = need !== undefined && person[item] !== undefined && !agreed?.has(item)
      return isUnanswered ? [itemLine(person, item, need)] : []
    })
  },
  after: (before, agreed) => new Set([...(before ?? []), ...agreed.filter(isItem)]),
}

/** Naver reports errors with status 200, except for an unknown client. */
const refusal = (error: string, description: string): StandInResponse =>
  jsonResponse(200, { error, error_description: description })
const wrongClient = jsonResponse(401, { error: 'invalid_client' })

const lifetime = 3600
const accessTokenFields = ({ accessToken }: { readonly accessToken: string }) => ({
  access_token: accessToken,
  token_type: 'bearer',
  expires_in: `${lifetime}`,
})

const tokenRules: Rules['tokens'] = {
  lifetime,
  // Naver's tokens hold characters that are valid in a header but not in a URL.
  newToken: (kind) =>
    kind === 'access' ? `AAAA${randomBytes(33).toString('base64')}+/=` : randomBytes(40).toString('hex'),
  refusals: {
    client_id: wrongClient,
    client_secret: wrongClient,
    grant_type: refusal('unsupported_grant_type', 'grant_type is wrong'),
    code: refusal('invalid_request', 'no valid data in session'),
    redirect_uri: refusal('invalid_grant', 'redirect_uri mismatch'),
    code_verifier: refusal('invalid_grant', 'code_verifier mismatch'),
    refresh_token: refusal('invalid_request', 'invalid refresh_token'),
  },
  redirectUri: 'optional',
  state: 'required',
  hasRefreshToken: () => true,
  response: (visit, { refreshToken, idToken }) => ({
    ...accessTokenFields(visit),
    refresh_token: refreshToken,
    id_token: idToken,
  }),
  renewed: accessTokenFields,
}

const authTypes: readonly (string | undefined)[] = [undefined, 'reprompt', 'reauthenticate']

/** The rules of Naver. `repeatsNonce` says whether id_tokens repeat the nonce, which Naver does not document. */
export const naverRules = (repeatsNonce: boolean): Rules => ({
  id: 'naver',
  look: {
    provider: { ko: '네이버 로그인', en: 'Naver Login' },
    accent: { surface: '#03c75a', text: '#ffffff' },
  },
  paths: { authorize: '/oauth2/authorize', token: '/oauth2/token', keys: '/oauth2/jwks' },
  card: ({ name, nickname, key, email, mobile }) => ({
    title: name ?? nickname ?? key,
    subtitle: Object.values(defined({ email, mobile })).join(' · '),
  }),
  request: {
    codes: { scope: 'invalid_scope' },
    knowsScope: (scope) => scope === 'openid',
    refuse: ({ auth_type: type }) => (authTypes.includes(type) ? undefined : 'auth_type is unknown'),
  },
  consent: consentRules,
  tokens: tokenRules,
  idToken: { claims: () => (repeatsNonce ? {} : { nonce: undefined }) },
  endpoints: naverEndpoints,
})
