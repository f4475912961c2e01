import type { Outcome, StartedCheck } from './api.ts'
import { type Context, take } from './context.ts'
import { ProblemError } from './problem.ts'
import { challengeOf, newSecret } from './secrets.ts'
import { isRecord } from './transport.ts'
import type { Visit } from './visit.ts'

const isCheck = (value: unknown): value is StartedCheck =>
  isRecord(value) && typeof value['identityVerificationId'] === 'string' && typeof value['nonce'] === 'string'

/** Identity checks: of the signed-in member, or of a visitor whose sign-up waits. */
export interface Checks {
  /** Starts a check. The page opens the identity gateway with what this gives. */
  readonly startIdentityCheck: () => Promise<StartedCheck>

  /** Ends a check, once the person is back from the gateway. Throws `state_mismatch` for one of another tab. */
  readonly finishIdentityCheck: (identityVerificationId: string) => Promise<Outcome>
}

/** The calls of an identity check. */
export function checks(context: Context): Checks {
  const { call, session, kept } = context

  /** The visit of a sign-up that waits. */
  const waitingSignUp = async (): Promise<Visit | undefined> => {
    const visit = await kept.read()
    const waits = visit?.question?.outcome === 'registration_required'
    return waits && Date.now() < (visit.questionEndsAt ?? 0) ? visit : undefined
  }
  const begin = async (visit: Visit, ask: typeof call, body: object): Promise<StartedCheck> => {
    const started = await ask('POST', '/identity-verification', { body })
    if (!isCheck(started)) throw new ProblemError('no_response')
    await kept.write({ ...visit, identityVerificationId: started.identityVerificationId })
    return started
  }
  return {
    async startIdentityCheck() {
      const visit = await waitingSignUp()
      if (visit?.question?.outcome === 'registration_required') {
        const { codeVerifier, question } = visit
        const codeChallenge = await challengeOf(codeVerifier)
        return await begin(visit, call, {
          registerToken: question.registerToken,
          codeVerifier,
          codeChallenge,
        })
      }
      const { codeVerifier, codeChallenge } = await newSecret()
      return await begin({ provider: 'identity', codeVerifier }, session.call, { codeChallenge })
    },

    async finishIdentityCheck(identityVerificationId) {
      const visit = await kept.read()
      if (visit?.identityVerificationId !== identityVerificationId) throw new ProblemError('state_mismatch')
      const body = { identityVerificationId, codeVerifier: visit.codeVerifier }
      const ask = visit.question === undefined ? session.call : call
      return await take(context, await ask('POST', '/identity-verification/confirm', { body }), visit)
    },
  }
}
