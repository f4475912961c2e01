/**
 * The errors of AWS that pass by themselves, by their names (AWS SDK, and DynamoDB's cancellation reasons).
 * `conflict` and `throttled`: AWS wrote nothing, so a retry is safe. `outage`: AWS may have written or not.
 */
const transientErrors: ReadonlyMap<string, 'conflict' | 'throttled' | 'outage'> = new Map([
  ['InternalServerError', 'outage'],
  ['InternalServerException', 'outage'],
  ['LimitExceededException', 'outage'],
  ['ProvisionedThroughputExceeded', 'throttled'],
  ['ProvisionedThroughputExceededException', 'throttled'],
  ['RequestLimitExceeded', 'throttled'],
  ['RequestTimeout', 'outage'],
  ['ServiceUnavailable', 'outage'],
  ['ServiceUnavailableException', 'outage'],
  ['SlowDown', 'throttled'],
  ['Throttling', 'throttled'],
  ['ThrottlingError', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['TimeoutError', 'outage'],
  ['TransactionConflict', 'conflict'],
  ['TransactionConflictException', 'conflict'],
  ['TransactionInProgressException', 'conflict'],
])

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])

/** Whether two writers met and AWS wrote nothing. Takes the name of an error, or of a cancellation reason. */
export const isConflict = (name: string): boolean => transientErrors.get(name) === 'conflict'

/** Whether AWS refused for its load and wrote nothing. Takes the name of an error, or of a cancellation reason. */
export const isThrottled = (name: string): boolean => transientErrors.get(name) === 'throttled'

/** An error of an AWS service as the SDK throws it. `$fault` is `client` for every error that the SDK does not know. */
interface ServiceError extends Error {
  readonly $fault: string
  readonly $metadata: { readonly httpStatusCode?: number }
}

const isOfService = (error: Error): error is ServiceError => '$fault' in error && '$metadata' in error

function isFaultOfAws(error: Error): boolean {
  if (!isOfService(error)) return false
  const { httpStatusCode: status = 0 } = error.$metadata
  return error.$fault === 'server' || status >= 500 || status === 429
}

/** Whether an error is an outage of AWS or of the network that passes by itself. Takes anything that was thrown. */
export function isTransient(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return transientErrors.has(error.name) || isFaultOfAws(error) || networkCodes.has(code)
}
