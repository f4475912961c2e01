import { isTransient } from '../../aws/transient-errors.ts'
import { Problem } from '../../domain/values/problem.ts'

/** A failure: the client's problem, and the operators' log fields. */
export interface Failure {
  readonly problem: Problem
  /** Name and stack frames. The message is left out, since it may repeat input. */
  readonly fault?: { readonly error: string; readonly at: readonly string[] }
}

/**
 * Classifies a thrown value: a problem stays itself, a transient outage becomes
 * `unavailable`, anything else `unexpected`.
 */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Problem) return { problem: thrown }
  const error = thrown instanceof Error ? thrown : new Error('the thrown value is not an Error')
  const problem = isTransient(error)
    ? new Problem('unavailable', { retryAfter: 1 })
    : new Problem('unexpected')
  return { problem, fault: { error: error.name, at: stackFramesOf(error) } }
}

/** A stack frame that names a place in a file: `at door (/var/task/index.mjs:12:34)`. */
const stackFrame = /^\s+at .*(?:file:\/\/|node:|\/).*:\d+:\d+\)?$/

/**
 * The stack frames of an error. The stack starts with the message, whose lines
 * could look like frames, so it is cut.
 */
function stackFramesOf({ stack = '', message }: Error): readonly string[] {
  const from = stack.indexOf(message)
  return stack
    .slice(from < 0 ? 0 : from + message.length)
    .split('\n')
    .filter((line) => stackFrame.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
}
