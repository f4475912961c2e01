import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { bearerRequest, providerTimeouts } from '../oidc/requests.ts'
import type { ProviderHttp } from '../wire/http.ts'
import { tryRead } from '../wire/read-response.ts'

const friendshipSchema = v.object({ friendFlag: v.boolean() })

/**
 * Whether the person has our LINE Official Account as a friend (LINE Login v2.1 API reference, "Get friendship status").
 * Undefined where LINE does not say: it decides nothing, so it holds nobody up.
 */
export async function isFriend(
  apiOrigin: string,
  accessToken: string,
  http: ProviderHttp,
): Promise<boolean | undefined> {
  const url = `${apiOrigin}/friendship/v1/status`
  try {
    const response = await http(bearerRequest(url, accessToken, providerTimeouts.profile))
    return response.status === 200 ? tryRead(friendshipSchema, response)?.friendFlag : undefined
  } catch (error) {
    if (error instanceof ProviderFault) return undefined
    throw error
  }
}
