import { defaultPolicy } from '../../lib/domain/visit/match-policy.ts'
import type { Metered } from './metering-proxy.ts'

/** The flows that are metered. */
export const flows = [
  'returning, direct',
  'returning, redirect',
  'first visit',
  'register',
  'link',
  'refresh',
  'GET /me',
] as const
export type MeteredFlow = (typeof flows)[number]

/** The policy of the metered stage. */
export const meteredPolicy = defaultPolicy

/**
 * What each flow costs in the table, told once: `test/journeys/budgets.test.ts` holds the code to it, and
 * `npm run cost` makes a bill of it. With the policy of a stage that sets none, the three terms of the stage `dev`, and a
 * person at Kakao with an e-mail address, a number, a name and a birth date. A policy that considers names costs two more
 * write units a sign-up, and a query a first visit.
 */
export const budgets: Readonly<Record<MeteredFlow, Metered>> = {
  'returning, direct': { requests: 2, reads: 1, writes: 6, depth: 2 },
  'returning, redirect': { requests: 2, reads: 1, writes: 6, depth: 2 },
  'first visit': { requests: 3, reads: 5, writes: 5, depth: 3 },
  register: { requests: 2, reads: 1, writes: 17, depth: 2 },
  link: { requests: 4, reads: 2, writes: 15, depth: 4 },
  refresh: { requests: 2, reads: 2, writes: 4, depth: 2 },
  'GET /me': { requests: 1, reads: 1, writes: 0, depth: 1 },
}
