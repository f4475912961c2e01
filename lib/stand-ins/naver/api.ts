import { createHash } from 'node:crypto'
import type { Endpoints } from '../host/host.ts'
import { type Endpoint, jsonResponse, type StandInResponse } from '../host/messages.ts'
import { revocationEndpoint, withToken } from '../host/oauth/held-token.ts'
import type { ProviderParts } from '../host/oauth/rules.ts'
import {
  type NaverClients,
  type NaverConsent,
  type NaverItem,
  type NaverPersona,
  naverItems,
} from './persona.ts'

const refusal = (status: number, resultcode: string, message: string): StandInResponse =>
  jsonResponse(status, { resultcode, message })
const noSuchToken = refusal(401, '024', 'Authentication failed (인증 실패하였습니다.)')

/** A person's id in another application. Ids differ per application. */
const foreignId = (person: NaverPersona, clientId: string): string =>
  createHash('sha256').update(`${clientId} ${person.id}`).digest('base64url')

const e164 = (mobile: string): string => `+82${mobile.replace(/\D/g, '').slice(1)}`

function profile(person: NaverPersona, id: string, shares: (item: NaverItem) => boolean) {
  const shared = naverItems.filter((item) => person[item] !== undefined && shares(item))
  return {
    id,
    ...Object.fromEntries(shared.map((item) => [item, person[item]])),
    ...(person.mobile !== undefined && shares('mobile') && { mobile_e164: e164(person.mobile) }),
    ...person.odd,
  }
}

type NaverParts = ProviderParts<NaverPersona, NaverClients, NaverConsent>

/** `/v1/nid/me`. Naver accepts exactly one space in the header. */
function meEndpoint({ state }: NaverParts): Endpoint {
  const me = withToken(state, noSuchToken, ({ person, clientId, isOurs }) => {
    if (person.trouble === 'profile') return refusal(500, '900', 'Internal server error')
    // In a foreign application, the person agreed to everything.
    const agreed = isOurs ? state.consent(person) : new Set(naverItems)
    if (agreed === undefined) return noSuchToken
    const id = isOurs ? person.id : foreignId(person, clientId)
    const response = profile(person, id, (item) => agreed.has(item))
    return jsonResponse(200, { resultcode: '00', message: 'success', response })
  })
  return (request) =>
    request.authorization === '' ? refusal(401, '028', 'Authentication header not exists') : me(request)
}

/** The endpoints that Naver alone has. */
export const naverEndpoints = (parts: NaverParts): Endpoints => ({
  'POST /oauth2.0/revoke': revocationEndpoint(parts),
  'GET /v1/nid/me': meEndpoint(parts),
  'POST /v1/nid/me': meEndpoint(parts),
})
