import type { TestStack } from '../support/test-stack.ts'

/** Moves the clock until no limit remembers an earlier story. A limit with pauses drains a little after its day. */
export function afterQuietDay(stack: TestStack): void {
  stack.advanceClock(26 * 3600)
}
