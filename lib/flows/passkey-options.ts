import { relyingPartyOf, startChallenge } from './passkeys/challenge.ts'
import type { World } from './ports/world.ts'
import { findClient } from './visit/oauth-request.ts'

/** The start of a sign-in, or of a re-authentication, by passkey. */
export interface PasskeyOptionsRequest {
  readonly clientId: string
  /** A signed-in member proves presence again. */
  readonly intent?: 'reauth' | undefined
  readonly bearer?: string | undefined
}

/** What the client hands to `navigator.credentials.get` (WebAuthn, section 5.1.9), and sends back beside the response. */
export interface StartedPasskeyUse {
  readonly transaction: string
  readonly options: {
    readonly challenge: string
    readonly rpId: string
    readonly allowCredentials: readonly []
    readonly userVerification: 'required'
    /** Milliseconds. */
    readonly timeout: number
  }
  /** Seconds. */
  readonly expiresIn: number
}

/**
 * Starts a sign-in by passkey. The response names no credential, so it is the same for everybody: the authenticator
 * knows which of its passkeys are of this service. Throws `not_found` where the stage has no passkeys, `invalid_request`,
 * and for a re-authentication `invalid_token`. Makes no database call, since the end checks the session.
 */
export async function startPasskeyLogin(
  world: Pick<World, 'stage' | 'clock' | 'ids' | 'secrets' | 'tokens'>,
  { clientId, intent, bearer = '' }: PasskeyOptionsRequest,
): Promise<StartedPasskeyUse> {
  const { rpId } = relyingPartyOf(world)
  const client = findClient(world, clientId)
  const purpose =
    intent === undefined
      ? ({ kind: 'sign_in', clientId: client.id } as const)
      : ({ kind: intent, ...(await asker(world, bearer)) } as const)
  const { transaction, challenge, expiresIn } = await startChallenge(world, purpose)
  const options = {
    challenge,
    rpId,
    allowCredentials: [],
    userVerification: 'required',
    timeout: expiresIn * 1000,
  } as const
  return { transaction, options, expiresIn }
}

async function asker({ tokens }: Pick<World, 'tokens'>, bearer: string) {
  const { memberId, sessionId } = await tokens.access.read(bearer, 'fresh_enough')
  return { memberId, sessionId }
}
