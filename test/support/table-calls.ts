import { currentFunction } from '../../lib/local/gateway/functions.ts'
import { type RouteId, routes } from '../../lib/routes/routes.ts'

/*
 * What one request may cost in calls of the table, as long as none of its writes is refused: a refused write means that
 * somebody else was faster, or that the member may not sign in, and the request decides again or says so.
 */

/** How many calls a request may make. */
const most = 6

/** The doors that need more in some cases, with the cases. A new one is a reason to join reads, not to add a line. */
const exceptions: Partial<Record<RouteId, { readonly most: number; readonly when: string }>> = {
  register: { most: 13, when: 'a number that several members may share' },
  me: { most: 11, when: 'a number or address that several members may share' },
}

const calls = new WeakMap<object, string[]>()
const refused = new WeakSet<object>()

/** Counts a call of a request. Gives what is wrong if it is one too many. */
export function tooManyCalls(call: { readonly id: string }, name: string): readonly string[] {
  if (!isRoute(call.id)) return []
  const made = [...(calls.get(call) ?? []), name]
  calls.set(call, made)
  const budget = exceptions[call.id]?.most ?? most
  const exceeds = made.length > budget && !refused.has(call)
  return exceeds ? [`${call.id} calls the table ${made.length} times: ${made.join(' ')}`] : []
}

const isRoute = (id: string): id is RouteId => id in routes

/** Notes that the table refused a call of the current request. */
export function noteRefusal(response: Promise<unknown>): Promise<unknown> {
  const call = currentFunction.getStore()
  if (call !== undefined) response.catch(() => refused.add(call))
  return response
}
