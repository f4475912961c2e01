import { problemPage } from '#problem-page'
import { problemText } from '#problem-texts'
import { type Problem, type ProblemCode, problems } from '../../domain/values/problem.ts'
import { problemType } from '../problems/problem-type.ts'
import { type Request, wantsPage } from '../request/request.ts'
import type { StatedPolicy } from './problem-texts.ts'
import type { HttpResponse } from './response.ts'

/** The request of a problem, with the stage's policy and origin. An unreadable request has only an id and a language. */
export type ProblemContext = Pick<Request, 'id' | 'locale'> &
  Partial<Request> & {
    readonly policy: StatedPolicy
    /** The stage's origin. Undefined with broken settings. */
    readonly origin: string | undefined
  }

const isRequest = (context: ProblemContext): context is ProblemContext & Request =>
  context.headers !== undefined

/** A fault of the input as a sentence, which stands without the name of its field. */
const sentenceOf = (text: string): string => (/^[a-z]/.test(text) ? `This ${text}.` : text)

/** The response for a problem: problem details (RFC 9457), or a page for a navigating browser. */
export function problemResponse(problem: Problem, context: ProblemContext): HttpResponse {
  const { code, status, extras } = problem
  const { maxAge, serviceCode, ...shown } = extras
  const text = problemText(code, context.locale, context.policy, extras)
  const about = { outcome: code, row: problem.row }
  const headers = problemHeaders(problem)
  const errors = extras.errors?.map(({ pointer, detail }) => ({ pointer, detail: detail[context.locale] }))
  if (isRequest(context) && wantsPage(context)) {
    const body = problemPage({ title: problems[code].title, text, errors }, context)
    return { status, body, contentType: 'text/html; charset=utf-8', headers, about }
  }
  const body = {
    type: problemType(code, context.origin),
    title: problems[code].title,
    status,
    code: serviceCode ?? code,
    ...shown,
    detail: extras.detail?.[context.locale] ?? text,
    ...(errors && { errors: errors.map((fault) => ({ ...fault, detail: sentenceOf(fault.detail) })) }),
    instance: `urn:ieum:request:${context.id}`,
  }
  return { status, body, contentType: 'application/problem+json', headers, about }
}

/**
 * `Retry-After` (RFC 9110, section 10.2.3), and `WWW-Authenticate` as in RFC 6750 (section 3) and RFC 9470.
 */
function problemHeaders({ code, status, extras }: Problem): Record<string, string> {
  const headers: Record<string, string> = {}
  const retryAfter = extras.retryAfter ?? secondsUntilRetry(code, status)
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  if (code === 'invalid_token') headers['www-authenticate'] = 'Bearer error="invalid_token"'
  if (code === 'insufficient_user_authentication') {
    const maxAge = extras.maxAge === undefined ? '' : `, max_age="${extras.maxAge}"`
    headers['www-authenticate'] = `Bearer error="insufficient_user_authentication"${maxAge}`
  }
  return headers
}

/** Every kind of `unavailable` passes within moments. What else is no fault of the client's may take longer. */
function secondsUntilRetry(code: ProblemCode, status: number): number | undefined {
  if (code === 'unavailable') return 1
  return status >= 500 ? 5 : undefined
}
