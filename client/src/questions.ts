import type { Bodies, Outcome, StartedUpload } from './api.ts'
import { type Context, take } from './context.ts'
import { ProblemError } from './problem.ts'
import { sharing } from './sharing.ts'
import { type ContentType, startedUpload } from './upload.ts'
import type { Question, Visit } from './visit.ts'

/** Fields of a sign-up that people fill in. */
export type Registration = Pick<
  Extract<Bodies['POST /register'], { readonly registerToken: string }>,
  'name' | 'nickname' | 'birth' | 'gender' | 'attributes' | 'consents' | 'verificationTokens'
>

/** An answer to a question: yes, no, or no and on as somebody new. */
export interface Answer {
  readonly consent: boolean
  readonly continueAs?: 'new'
  /** Sends the access token of the signed-in member: the proof. */
  readonly asMember?: boolean
  readonly otherAccessToken?: string
}

const tokenOf = (question: Question) => {
  if ('mergeToken' in question) return { mergeToken: question.mergeToken }
  if ('linkToken' in question) return { linkToken: question.linkToken }
  return { registerToken: question.registerToken }
}

/** The visit that waits for an answer. Throws `state_mismatch` without one. */
async function waitingVisit({ kept }: Context): Promise<Visit & { readonly question: Question }> {
  const visit = await kept.read()
  const { question } = visit ?? {}
  if (visit === undefined || question === undefined) throw new ProblemError('state_mismatch')
  return { ...visit, question }
}

/** The answers to what a visit asks. Each throws `state_mismatch` where nothing waits for it. */
export interface Questions {
  /** Completes the sign-up that a visit asked for. */
  readonly register: (given?: Registration) => Promise<Outcome>

  /** Starts the upload of a photo, before there is a member. */
  readonly uploadForSignUp: (contentType: ContentType) => Promise<StartedUpload>

  /**
   * Answers the question of a visit: to link, to merge, or to use an account that there is already. Throws
   * `reauthentication_mismatch` where somebody else has signed in: the question waits, and `isProven()` is false.
   */
  readonly answer: (given: Answer) => Promise<Outcome>
}

/** The calls that answer what a visit asks. */
export function questions(context: Context): Questions {
  const { call, session, kept } = context
  const once = sharing<Outcome>()
  const registerBy = async (given: Registration): Promise<Outcome> => {
    const visit = await waitingVisit(context)
    const { question, codeVerifier } = visit
    if (question.outcome !== 'registration_required') throw new ProblemError('state_mismatch')
    const { registerToken, identity } = question
    const body = { registerToken, codeVerifier, ...identity, ...given }
    return await take(context, await call('POST', '/register', { body }), visit)
  }
  const answerBy = async ({ asMember = false, ...given }: Answer): Promise<Outcome> => {
    const visit = await waitingVisit(context)
    const body = { ...tokenOf(visit.question), codeVerifier: visit.codeVerifier, ...given }
    const ask = asMember ? session.call : call
    try {
      return await take(context, await ask('POST', '/link', { body }), visit)
    } catch (error) {
      // A proof of another account, or one that is over, proves nothing the next time either.
      const isRefused = error instanceof ProblemError && [401, 403].includes(error.problem?.status ?? 0)
      if (isRefused) await kept.write({ ...visit, isProven: false })
      throw error
    }
  }
  return {
    register: (given = {}) => once(JSON.stringify(given), () => registerBy(given)),
    async uploadForSignUp(contentType) {
      const { question, codeVerifier } = await waitingVisit(context)
      if (question.outcome !== 'registration_required') throw new ProblemError('state_mismatch')
      const body = { registerToken: question.registerToken, codeVerifier, contentType }
      return startedUpload(await call('POST', '/uploads', { body }))
    },
    answer: (given) => once(JSON.stringify(given), () => answerBy(given)),
  }
}
