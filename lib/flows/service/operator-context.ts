import type { Operations } from '../ports/store/operators/operations.ts'
import type { World } from '../ports/world.ts'
import type { ComposeWorld } from '../steps/compose-message.ts'

/** What support reaches: no key that signs, no credentials of a provider. */
type OperatorWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'providers' | 'identityClaims' | 'sessions' | 'withdrawals'
> &
  ComposeWorld

/**
 * The context of an operator's action, with the operator's name. Every look at a member and every change is
 * recorded under that name.
 */
export interface OperatorContext {
  readonly world: OperatorWorld
  readonly operations: Operations
  readonly operator: string
}
