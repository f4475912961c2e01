import type { Problem } from './api.ts'

/** The code of a problem: one of the API's, or one of this client's own. */
export type ProblemCode = Problem['code'] | 'no_response' | 'state_mismatch' | 'passkey_not_used'

/** A request that failed. `code` never changes; `problem` has the fields of the API's problem (RFC 9457). */
export class ProblemError extends Error {
  readonly code: ProblemCode
  /** Absent for problems that the API did not answer. */
  readonly problem: Problem | undefined

  constructor(code: ProblemCode, problem?: Problem) {
    super(problem?.detail ?? code)
    this.name = 'ProblemError'
    this.code = code
    this.problem = problem
  }
}
