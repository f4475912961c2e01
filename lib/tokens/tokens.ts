import type { AccessTokenForm } from '../domain/session/access-token-form.ts'
import type { PublicKeys, Tokens } from '../flows/ports/tokens.ts'
import { createAccessTokens } from './access-tokens.ts'
import { createDeviceTokens } from './device-tokens.ts'
import { createFlowTokens } from './flow-tokens.ts'
import type { Mint } from './jwt.ts'
import { createOAuthRequests } from './oauth-requests.ts'
import { createPasskeyChallenges } from './passkey-challenges.ts'
import { createReactivationTokens } from './reactivation-tokens.ts'
import { createRefreshTokens } from './refresh-tokens.ts'
import { createProviderTokenSealing } from './sealing/provider-token-sealing.ts'
import { createTicketSealing } from './sealing/ticket-sealing.ts'
import { createVerificationCodes } from './sealing/verification-codes.ts'
import { createVerificationTokens } from './verification-tokens.ts'

/** All tokens that this stage issues and reads. */
export function createTokens(mint: Mint, form: Pick<AccessTokenForm, 'typ' | 'audience'>): Tokens {
  return {
    access: createAccessTokens(mint, form),
    flow: createFlowTokens(mint),
    verification: createVerificationTokens(mint),
    reactivation: createReactivationTokens(mint),
    oauthRequests: createOAuthRequests(mint),
    passkeyChallenges: createPasskeyChallenges(mint),
    refresh: createRefreshTokens(mint.keys.refresh),
    device: createDeviceTokens(mint),
    providerTokens: createProviderTokenSealing(mint.keys.sealing),
    tickets: createTicketSealing(mint.keys.sealing),
    codes: createVerificationCodes(mint.keys.sealing),
    publicKeys: publicKeysOf(mint),
  }
}

/** The keys that verify access tokens elsewhere. A shared secret has no public part, so there is none. */
const publicKeysOf = ({ keys }: Mint): PublicKeys => ({
  keys: keys.access.flatMap(({ key }) => (key.publicJwk === undefined ? [] : [key.publicJwk])),
})
