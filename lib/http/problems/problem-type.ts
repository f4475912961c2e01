import type { ProblemCode } from '../../domain/values/problem.ts'

/**
 * The `type` of a problem (RFC 9457, section 3.1.1): the address of the page that says what to do about it, at the stage's
 * own origin and never at the host of a request. Without an origin, as with broken settings, the type says nothing.
 */
export const problemType = (code: ProblemCode, origin: string | undefined): string =>
  origin === undefined ? 'about:blank' : `${origin}/problems/${code}`
