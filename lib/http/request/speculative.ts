import type { Action } from '../door.ts'
import { noContent } from '../response/response.ts'
import type { Request } from './request.ts'

/**
 * Whether a browser only prepares for a navigation that may never come: `Sec-Purpose` (Fetch standard, section 3.7),
 * `Purpose` of older browsers, `X-Moz` of Firefox.
 */
const isSpeculative = ({ headers }: Request): boolean =>
  ['sec-purpose', 'purpose', 'x-moz'].some((name) =>
    /\bpre(?:fetch|render|view)\b/i.test(headers.get(name) ?? ''),
  )

/** Answers a speculative request with 204 and touches nothing, so that the person's own navigation finds all unused. */
export const unlessSpeculative =
  (action: Action): Action =>
  async (request) =>
    isSpeculative(request) ? noContent() : action(request)
