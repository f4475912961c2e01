import { type Problem, problems } from '../../domain/values/problem.ts'
import { type Request, wantsPage } from '../request/request.ts'
import { problemPage } from './problem-page.ts'
import { problemTexts } from './problem-texts.ts'
import type { HttpResponse } from './response.ts'

/** What a problem needs to know of its request; a request that could not be read has only an id. */
export type Asked = Pick<Request, 'id' | 'locale'> & Partial<Request>

const isWhole = (asked: Asked): asked is Request => asked.headers !== undefined

/** A problem on the wire (RFC 9457), or as a page where a person's browser is navigating. */
export function problemResponse(problem: Problem, asked: Asked): HttpResponse {
  const { code, status, extras } = problem
  const { maxAge, ...told } = extras
  const detail = extras.detail ?? problemTexts[code][asked.locale]
  const about = { outcome: code, row: problem.row }
  const headers = problemHeaders(problem)
  if (isWhole(asked) && wantsPage(asked)) {
    const body = problemPage(problems[code].title, problemTexts[code][asked.locale], asked)
    return { status, body, contentType: 'text/html; charset=utf-8', headers, about }
  }
  const body = {
    type: `urn:ieum:problem:${code}`,
    title: problems[code].title,
    status,
    code,
    ...told,
    detail,
    instance: `urn:ieum:request:${asked.id}`,
  }
  return { status, body, contentType: 'application/problem+json', headers, about }
}

/** `Retry-After`, and `WWW-Authenticate` in the words of RFC 6750 (section 3) and RFC 9470. */
function problemHeaders({ code, extras }: Problem): Record<string, string> {
  const headers: Record<string, string> = {}
  // What makes us unavailable passes within moments, whoever found it out.
  const retryAfter = extras.retryAfter ?? (code === 'unavailable' ? 1 : undefined)
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter)
  if (code === 'invalid_token') headers['www-authenticate'] = 'Bearer error="invalid_token"'
  if (code === 'insufficient_user_authentication') {
    const maxAge = extras.maxAge === undefined ? '' : `, max_age="${extras.maxAge}"`
    headers['www-authenticate'] = `Bearer error="insufficient_user_authentication"${maxAge}`
  }
  return headers
}
