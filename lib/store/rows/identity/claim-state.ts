import * as v from 'valibot'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { Condition } from '../../table/expressions.ts'

/** What release 0.1.0 called an identity that its provider has ended. Such rows stay as they are until they change. */
const formerEndedState = 'cut'

/** The states of an identity's claim. */
export const claimStates = [
  'pending',
  'linked',
  'disconnecting',
  'unlinked_by_provider',
  'not_revocable',
] as const

/** The state of an identity's claim, as its row says it. */
export const claimState = v.pipe(
  v.picklist([...claimStates, formerEndedState]),
  v.transform((state) => (state === formerEndedState ? 'unlinked_by_provider' : state)),
)

/** The condition that an identity's claim has one of these states. */
export function isIn(...states: readonly IdentityClaim['state'][]): Condition {
  const stored: readonly string[] = states.flatMap((state) =>
    state === 'unlinked_by_provider' ? [state, formerEndedState] : [state],
  )
  const names = stored.map((state) => `:${state}`).join(', ')
  return {
    text: stored.length === 1 ? `#state = ${names}` : `#state IN (${names})`,
    values: Object.fromEntries(stored.map((state) => [state, state])),
  }
}
