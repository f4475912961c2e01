import * as v from 'valibot'
import type { LocalResponse } from './exchange.ts'

/** What says in a problem (RFC 9457) what a refusal was about. */
const problemSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    detail: v.string(),
    errors: v.optional(v.array(v.object({ pointer: v.string(), detail: v.string() })), []),
  }),
)

/** Field names come from the request, and must not steer a terminal. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, '')

/** What a refusal was about, in one line: each fault of the input, else the problem's sentence. Undefined for other responses. */
export function refusalText({ status, body }: LocalResponse): string | undefined {
  if (status < 400) return undefined
  const problem = v.safeParse(problemSchema, body.toString())
  if (!problem.success) return undefined
  const { detail, errors } = problem.output
  const faults = errors.map((fault) => `${fault.pointer} ${fault.detail}`.trim())
  return plain(faults.length === 0 ? detail : faults.join('; '))
}
