import * as v from 'valibot'
import type { LocalResponse } from './exchange.ts'

/** What says in a problem (RFC 9457) what a refusal was about. */
const problemSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    detail: v.string(),
    errors: v.optional(v.array(v.object({ detail: v.string() })), []),
  }),
)

/**
 * What a refusal was about, in one line: each fault of the input, else the problem's sentence. Undefined for other responses.
 * Without the pointers, since a field's name may be input, which no log holds.
 */
export function refusalText({ status, body }: LocalResponse): string | undefined {
  if (status < 400) return undefined
  const problem = v.safeParse(problemSchema, body.toString())
  if (!problem.success) return undefined
  const { detail, errors } = problem.output
  return errors.length === 0 ? detail : errors.map((fault) => fault.detail).join('; ')
}
