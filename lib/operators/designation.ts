import { parseEmail } from '../contacts/email.ts'
import { parseLoginId } from '../contacts/login-id.ts'
import { parsePhone } from '../contacts/phone.ts'
import { isProviderId } from '../domain/values/identity.ts'
import { isMemberId } from '../domain/values/ids.ts'

/** One search of the service routes: the parameter of `GET /service/members`, and its value. */
export type Search = readonly [
  parameter: 'id' | 'externalId' | 'email' | 'phone' | 'loginId' | 'identity',
  value: string,
]

/**
 * The searches for an operator's designation: an id, `provider:subject`, an address, a number, `login:` with a login ID,
 * or `external:` with the old system's id. A text of no such form may be a login ID or the old system's id.
 */
export function searchesFor(designation: string): readonly Search[] {
  if (isMemberId(designation)) return [['id', designation]]
  const [, kind = '', rest] = /^([a-z]+):(.+)$/.exec(designation) ?? []
  if (kind === 'external' && rest !== undefined) return [['externalId', rest]]
  if (kind === 'login' && rest !== undefined) return [['loginId', rest]]
  if (isProviderId(kind)) return [['identity', designation]]
  if (parseEmail(designation) !== undefined) return [['email', designation]]
  if (parsePhone(designation, 'KR') !== undefined) return [['phone', designation]]
  const byExternalId: Search = ['externalId', designation]
  return parseLoginId(designation) === undefined ? [byExternalId] : [byExternalId, ['loginId', designation]]
}
