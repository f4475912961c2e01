import type { Operations } from '../flows/ports/store/operators/operations.ts'
import type { World } from '../flows/ports/world.ts'

/**
 * The context of an operator's command, with the operator's name. Every look at a member and every change is
 * recorded under that name.
 */
export interface OperatorContext {
  readonly world: World
  readonly operations: Operations
  readonly operator: string
}
