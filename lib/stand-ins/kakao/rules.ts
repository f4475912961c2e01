import { defined } from '../../domain/values/defined.ts'
import type { AuthorizationParams, ConsentLine } from '../host/authorization-endpoint.ts'
import { jsonResponse, type StandInResponse } from '../host/messages.ts'
import type { ProviderRules } from '../host/oauth/rules.ts'
import { connectionAfter, idTokenProfile } from './account.ts'
import { kakaoApi } from './api.ts'
import {
  type Connection,
  type ConsentItem,
  consentItems,
  itemLabels,
  type KakaoClients,
  type KakaoPersona,
  type ServiceTerms,
  sharedValue,
} from './persona.ts'

type Rules = ProviderRules<KakaoPersona, KakaoClients, Connection>

const termsPrefix = 'terms:'
const listOf = (value: string | undefined): readonly string[] => (value ? value.split(',') : [])
const isItem = (value: string): value is ConsentItem => consentItems.some((item) => item === value)
const asksIdToken = ({ scope }: AuthorizationParams): boolean =>
  scope === undefined || listOf(scope).includes('openid')

const itemLine = (person: KakaoPersona, item: ConsentItem): ConsentLine => ({
  id: item,
  label: itemLabels[item],
  detail: sharedValue(person, item) ?? '',
  required: false,
  ticked: !person.refuses?.includes(item),
})

const termsLine = ({ tag, title, required }: ServiceTerms): ConsentLine => ({
  id: termsPrefix + tag,
  label: title,
  detail: tag,
  required,
  ticked: true,
})

/** The terms to ask for. On a later visit, optional ones are asked only together with required ones. */
function termsFor(
  connection: Connection | undefined,
  params: AuthorizationParams,
  { serviceTerms = [] }: KakaoClients,
): readonly ServiceTerms[] {
  const tags = listOf(params.service_terms)
  const unanswered = serviceTerms
    .filter(({ tag, askedByDefault }) => (tags.length > 0 ? tags.includes(tag) : askedByDefault))
    .filter(({ tag }) => !connection?.terms.has(tag))
  return connection === undefined || unanswered.some(({ required }) => required) ? unanswered : []
}

/**
 * Kakao's consent screen: the first visit asks for everything, a later one only for items named in `scope` and for
 * terms not agreed yet. Items that the account lacks are not asked for.
 */
const consentRules: Rules['consent'] = {
  before: ({ already }, _, now) => already && connectionAfter(undefined, already, now),
  lines(person, connection, params, clients) {
    const named = listOf(params.scope).filter(isItem)
    const requestedItems = connection === undefined ? (clients.consentItems ?? consentItems) : named
    const items = requestedItems.filter(
      (item) => sharedValue(person, item) !== undefined && !connection?.items.has(item),
    )
    const terms = termsFor(connection, params, clients)
    return [...items.map((item) => itemLine(person, item)), ...terms.map(termsLine)]
  },
  after(before, agreed, now) {
    const terms = agreed.filter((id) => id.startsWith(termsPrefix)).map((id) => id.slice(termsPrefix.length))
    return connectionAfter(before, { items: agreed.filter(isItem), terms }, now)
  },
}

const refusal = (status: number, error: string, code: string, description: string): StandInResponse =>
  jsonResponse(status, { error, error_description: description, error_code: code })

const lifetime = 21_599

const tokenRules: Rules['tokens'] = {
  lifetime,
  refusals: {
    client_id: refusal(401, 'invalid_client', 'KOE101', 'Not exist client_id'),
    client_secret: refusal(401, 'invalid_client', 'KOE010', 'Bad client credentials'),
    grant_type: refusal(400, 'unsupported_grant_type', 'KOE202', 'only authorization_code is supported'),
    code: refusal(400, 'invalid_grant', 'KOE320', 'authorization code not found'),
    redirect_uri: refusal(400, 'invalid_grant', 'KOE303', 'Redirect URI mismatch.'),
    // Kakao documents no error code for a wrong verifier, so clients rely on `invalid_grant`.
    code_verifier: refusal(400, 'invalid_grant', 'KOE320', 'code_verifier does not match'),
    refresh_token: refusal(400, 'invalid_grant', 'KOE322', 'refresh token not found'),
  },
  // A refresh token completes the response and is never accepted.
  hasRefreshToken: () => true,
  response: ({ accessToken, consent, params }, { refreshToken, idToken }) => ({
    token_type: 'bearer',
    access_token: accessToken,
    ...defined({ id_token: idToken }),
    expires_in: lifetime,
    refresh_token: refreshToken,
    refresh_token_expires_in: 5_183_999,
    scope: [...(consent?.items ?? []), ...(asksIdToken(params) ? ['openid'] : [])].join(' '),
  }),
}

/** The rules of Kakao (developers.kakao.com, "Kakao Login: REST API"). */
export const kakaoRules: Rules = {
  id: 'kakao',
  look: {
    provider: { ko: '카카오 로그인', en: 'Kakao Login' },
    accent: { surface: '#fee500', text: '#191919' },
  },
  paths: { authorize: '/oauth/authorize', token: '/oauth/token', keys: '/.well-known/jwks.json' },
  card: ({ name, nickname, email, phone }) => ({
    title: name ?? nickname,
    subtitle: Object.values(defined({ address: email?.address, phone })).join(' · '),
  }),
  request: {
    codes: {
      client_id: 'KOE101',
      redirect_uri: 'KOE006',
      response_type: 'KOE001',
      scope: 'KOE205',
      code_challenge: 'KOE001',
    },
    optional: ['state', 'code_challenge'],
    knowsScope: (scope, { consentItems: items = consentItems }) =>
      listOf(scope).every((one) => one === 'openid' || items.some((item) => item === one)),
  },
  consent: consentRules,
  tokens: tokenRules,
  idToken: {
    parties: (clientId) => ({ aud: clientId }),
    claims: ({ person, consent, params, authTime }) =>
      asksIdToken(params)
        ? {
            auth_time: Math.floor(authTime.getTime() / 1000),
            ...(consent && idTokenProfile(person, consent)),
          }
        : undefined,
  },
  endpoints: kakaoApi,
}
