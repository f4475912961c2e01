import { compactVerify } from 'jose'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderKeys } from './jwks.ts'

const longestToken = 16 * 1024

/**
 * The payload of a JWS that a provider has signed with one of its published keys (RFC 7515); undefined for one that it
 * has not signed. Throws `ProviderFault('unavailable')` without the keys: nobody can say then who signed it.
 */
export async function signedText(token: string, keys: ProviderKeys): Promise<string | undefined> {
  if (token.length > longestToken) return undefined
  try {
    const { payload } = await compactVerify(token, (header) => keys.find(header), { algorithms: ['RS256'] })
    return new TextDecoder().decode(payload)
  } catch (error) {
    if (error instanceof ProviderFault) throw error
    return undefined
  }
}
