import { Problem } from '../../domain/values/problem.ts'

/** What a failure looks like to the client, and what the operators are told of it. */
export interface Failure {
  readonly problem: Problem
  /** Name and stack frames: a message could hold what somebody sent, so it is left out. */
  readonly fault?: { readonly error: string; readonly at: readonly string[] }
}

/** Errors of AWS and of the network that pass by themselves. */
const passing = new Set([
  'InternalServerError',
  'InternalServerException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'ThrottlingException',
  'ThrottlingError',
  'TimeoutError',
  'TransactionConflictException',
  'TransactionInProgressException',
])
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])

/** AWS says of its own errors on whose side the fault is, whatever they are called. */
const isPassing = (error: Error): boolean =>
  passing.has(error.name) ||
  ('$fault' in error && error.$fault === 'server') ||
  ('code' in error && typeof error.code === 'string' && networkCodes.has(error.code))

/** Reads any thrown value: a problem is itself, an outage is `unavailable`, the rest is `unexpected`. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Problem) return { problem: thrown }
  const error = thrown instanceof Error ? thrown : new Error('something that is no error was thrown')
  const problem = isPassing(error) ? new Problem('unavailable', { retryAfter: 1 }) : new Problem('unexpected')
  return { problem, fault: { error: error.name, at: placesIn(error) } }
}

/** A line of a stack that names a place in a file: `at door (/var/task/index.mjs:12:34)`. */
const place = /^\s+at .*(?:file:\/\/|node:|\/).*:\d+:\d+\)?$/

/** Where it broke. A stack repeats the message above its frames, and a message can have lines like theirs. */
function placesIn({ stack = '', message }: Error): readonly string[] {
  const from = stack.indexOf(message)
  return stack
    .slice(from < 0 ? 0 : from + message.length)
    .split('\n')
    .filter((line) => place.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
}
