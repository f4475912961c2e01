import type { Bodies, Outcome } from './api.ts'
import { type Context, take, textOf } from './context.ts'
import { ProblemError } from './problem.ts'
import type { Provider } from './provider.ts'
import { newSecret } from './secrets.ts'
import { sharing } from './sharing.ts'
import type { Wishes } from './wishes.ts'

/** What a provider answered to a direct visit. */
export type Credential = Pick<
  Bodies['POST /callback/{provider}'],
  'code' | 'error' | 'state' | 'iss' | 'user' | 'idToken' | 'authorizationCode' | 'accessToken'
>

/** What begins a direct visit. */
interface StartedVisit {
  readonly state: string
  /** The page of the provider, where no SDK opens one. */
  readonly authorizationUrl: string
  /** Goes into the id_token, by the provider's SDK. */
  readonly nonce: string
}

/** Visits whose answer of the provider this client receives itself. */
export interface DirectFlow {
  /**
   * Starts a direct visit: this client receives the provider's answer itself, or uses the provider's SDK. Takes the
   * wishes of `signIn` too.
   */
  readonly startDirect: <Where extends Provider>(
    provider: Where,
    body?: { readonly redirectUri?: string } & Wishes<Where>,
  ) => Promise<StartedVisit>

  /** Ends a direct visit with what the provider answered. */
  readonly finishDirect: (credential: Credential) => Promise<Outcome>
}

/** The direct flow: the client receives the provider's answer itself. */
export function directFlow(context: Context): DirectFlow {
  const { clientId, call, kept } = context
  const once = sharing<Outcome>()
  const finish = async (credential: Credential): Promise<Outcome> => {
    const visit = await kept.read()
    if (visit?.transaction === undefined) throw new ProblemError('state_mismatch')
    const { provider, transaction, codeVerifier } = visit
    const body = { transaction, codeVerifier, ...credential }
    return await take(context, await call('POST', `/callback/${provider}`, { body }), visit)
  }
  return {
    async startDirect(provider, body) {
      const { codeVerifier, codeChallenge } = await newSecret()
      const started = await call('POST', `/login/${provider}`, { body: { ...body, clientId, codeChallenge } })
      const [transaction, state] = [textOf(started, 'transaction'), textOf(started, 'state')]
      await kept.write({ provider, codeVerifier, state, transaction })
      return { state, authorizationUrl: textOf(started, 'authorizationUrl'), nonce: textOf(started, 'nonce') }
    },
    finishDirect: (credential) => once(JSON.stringify(credential), () => finish(credential)),
  }
}
