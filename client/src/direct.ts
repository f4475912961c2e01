import type { Bodies, Outcome } from './api.ts'
import { type Context, take, textOf } from './context.ts'
import { ProblemError } from './problem.ts'
import type { Provider } from './provider.ts'
import { newSecret } from './secrets.ts'
import { sharing } from './sharing.ts'

/** What a provider answered to a direct visit. */
export type Credential = Pick<
  Bodies['POST /callback/{provider}'],
  'code' | 'error' | 'state' | 'iss' | 'user' | 'idToken' | 'authorizationCode' | 'accessToken'
>

/** The direct flow: the client receives the provider's answer itself. */
export function directFlow(context: Context) {
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
    /** Starts a direct visit: this client receives the provider's answer itself, or uses the provider's SDK. */
    async startDirect(provider: Provider, body: { readonly redirectUri?: string } = {}) {
      const { codeVerifier, codeChallenge } = await newSecret()
      const started = await call('POST', `/login/${provider}`, { body: { ...body, clientId, codeChallenge } })
      const [transaction, state] = [textOf(started, 'transaction'), textOf(started, 'state')]
      await kept.write({ provider, codeVerifier, state, transaction })
      return { state, authorizationUrl: textOf(started, 'authorizationUrl'), nonce: textOf(started, 'nonce') }
    },

    /** Ends a direct visit with what the provider answered. */
    finishDirect: (credential: Credential): Promise<Outcome> =>
      once(JSON.stringify(credential), () => finish(credential)),
  }
}
