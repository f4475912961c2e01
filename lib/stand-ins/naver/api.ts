import { createHash } from 'node:crypto'
import { type Endpoint, jsonResponse, type StandInResponse } from '../host/messages.ts'
import { type NaverClients, type NaverItem, type NaverPersona, naverItems } from './persona.ts'
import type { NaverState } from './state.ts'

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

/** `GET /v1/nid/me`. Naver accepts exactly one space in the header. */
export function meEndpoint(clients: NaverClients, state: NaverState): Endpoint {
  return ({ authorization }) => {
    if (authorization === '') return refusal(401, '028', 'Authentication header not exists')
    const held = state.token(/^Bearer (\S+)$/.exec(authorization)?.[1] ?? '')
    if (held === undefined) return noSuchToken
    const { person, clientId } = held
    if (person.trouble === 'profile') return refusal(500, '900', 'Internal server error')
    const ours = clientId === clients.clientId
    // In a foreign application, the person agreed to everything.
    const agreed = ours ? state.agreed(person) : new Set(naverItems)
    if (agreed === undefined) return noSuchToken
    const id = ours ? person.id : foreignId(person, clientId)
    const response = profile(person, id, (item) => agreed.has(item))
    return jsonResponse(200, { resultcode: '00', message: 'success', response })
  }
}
