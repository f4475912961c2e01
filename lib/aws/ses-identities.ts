import { isObject, jsonError } from './clients/json-client.ts'
import { type ClientSettings, signedRequests } from './clients/signed-requests.ts'

/** The newer API of SES. The older one tells of an identity only to who may read those of the whole account. */
const service = { prefix: 'email', signingName: 'ses', variable: 'SES' } as const

/**
 * Gives a function that says whether SES lets an identity send (Amazon SES API v2, `GetEmailIdentity`). It throws
 * `AwsError`, and the errors of the network.
 */
export function identityReader(settings: ClientSettings): (identity: string) => Promise<boolean> {
  const send = signedRequests({ service, errorOf: (response) => jsonError(response, {}) }, settings)
  return async (identity) => {
    const path = `/v2/email/identities/${encodeURIComponent(identity)}`
    const { text } = await send({ method: 'GET', path, headers: {}, body: '' })
    const received: unknown = JSON.parse(text)
    return isObject(received) && received['VerifiedForSendingStatus'] === true
  }
}
