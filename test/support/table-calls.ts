import { currentFunction } from '../../lib/local/gateway/functions.ts'
import { routes } from '../../lib/routes/routes.ts'

/*
 * What one request may cost in calls of the table, as long as none of its writes is refused: a refused write means that
 * somebody else was faster, or that the member may not sign in, and the request decides again or says so. No test has an
 * exception: a door that needs more has reads to join.
 */

/** How many calls a request may make. */
const most = 6

const calls = new WeakMap<object, string[]>()
const refused = new WeakSet<object>()

/** Counts a call of a request. Gives what is wrong if it is one too many. */
export function tooManyCalls(call: { readonly id: string }, name: string): readonly string[] {
  if (!(call.id in routes)) return []
  const made = [...(calls.get(call) ?? []), name]
  calls.set(call, made)
  const exceeds = made.length > most && !refused.has(call)
  return exceeds ? [`${call.id} calls the table ${made.length} times: ${made.join(' ')}`] : []
}

/** Notes that the table refused a call of the current request. */
export function noteRefusal(response: Promise<unknown>): Promise<unknown> {
  const call = currentFunction.getStore()
  if (call !== undefined) response.catch(() => refused.add(call))
  return response
}
