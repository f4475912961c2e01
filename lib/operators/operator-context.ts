import type { Operations } from '../flows/ports/store/operators/operations.ts'
import type { World } from '../flows/ports/world.ts'

/** What an operator works with, and who it is: every look at a member and every change says so in its history. */
export interface OperatorContext {
  readonly world: World
  readonly operations: Operations
  readonly operator: string
}
