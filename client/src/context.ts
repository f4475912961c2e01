import type { Outcome } from './api.ts'
import type { Authenticators } from './authenticators.ts'
import type { Page } from './ports.ts'
import { ProblemError } from './problem.ts'
import type { Session } from './session.ts'
import { type Call, isRecord } from './transport.ts'
import { isOutcome, isQuestion, type KeptVisit, type Visit } from './visit.ts'

/** What the methods of a client share. */
export interface Context {
  readonly origin: string
  readonly clientId: string
  readonly redirectUri: string | undefined
  readonly page: Page
  readonly call: Call
  readonly session: Session
  readonly kept: KeptVisit
  /** A sign-in at a provider to prove what the kept visit asks. */
  readonly keptProof: KeptVisit
  readonly authenticators: Authenticators
}

/** A text field of a response. */
export const textOf = (value: unknown, name: string): string => {
  const text = isRecord(value) ? value[name] : undefined
  if (typeof text !== 'string') throw new ProblemError('no_response')
  return text
}

/**
 * Keeps what an outcome brings: tokens, or a question with its time. A sign-in beside a visit proves what that asks, also over a
 * reload. Gives the outcome.
 */
export async function take({ session, kept }: Context, value: unknown, visit?: Visit): Promise<Outcome> {
  if (!isOutcome(value)) throw new ProblemError('no_response')
  await session.keep(value)
  const waiting = visit ?? (await kept.read())
  if (visit === undefined) {
    if ('accessToken' in value && waiting?.question) await kept.write({ ...waiting, isProven: true })
  } else if (isQuestion(value)) {
    const questionEndsAt = Date.now() + value.expiresIn * 1000
    await kept.write({ ...visit, question: value, questionEndsAt, isProven: false })
  } else await kept.forget()
  return value
}
