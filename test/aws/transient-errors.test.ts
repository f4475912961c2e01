import { S3ServiceException } from '@aws-sdk/client-s3'
import { InternalServiceError, InvalidRequestException } from '@aws-sdk/client-secrets-manager'
import { describe, expect, it } from 'vitest'
import { isConflict, isThrottled, isTransient } from '../../lib/aws/transient-errors.ts'

const named = (name: string) => Object.assign(new Error('no'), { name })
/** Whether AWS wrote nothing. */
const isUndecided = (name: string) => isConflict(name) || isThrottled(name)
const ofS3 = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, message: 'no', $fault: 'client', $metadata: { httpStatusCode } })

describe('an error of AWS', () => {
  it.each([
    'ThrottlingException',
    'ThrottlingError',
    'ProvisionedThroughputExceeded',
    'TransactionConflict',
    'TransactionInProgressException',
    'SlowDown',
  ])('before any write is temporary, and an immediate retry is safe: %s', (name) => {
    expect(isUndecided(name)).toBe(true)
    expect(isTransient(named(name))).toBe(true)
  })

  it.each(['InternalServerError', 'ServiceUnavailable', 'RequestTimeout', 'TimeoutError'])(
    'after a possible write is temporary, and no immediate retry is safe: %s',
    (name) => {
      expect(isUndecided(name)).toBe(false)
      expect(isTransient(named(name))).toBe(true)
    },
  )

  it('is either a conflict or a load, since a conflict may be gone at once', () => {
    expect(['TransactionConflict', 'ThrottlingError'].map(isConflict)).toEqual([true, false])
    expect(['TransactionConflict', 'ThrottlingError'].map(isThrottled)).toEqual([false, true])
  })

  it('is temporary when AWS calls it its own, by any name', () => {
    const about = { message: 'no', $metadata: {} }
    expect(isTransient(new InternalServiceError(about))).toBe(true)
    expect(isTransient(new InvalidRequestException(about))).toBe(false)
  })

  it('that the SDK does not know is judged by its status', () => {
    expect(isTransient(ofS3('InternalError', 500))).toBe(true)
    expect(isTransient(ofS3('TooManyRequests', 429))).toBe(true)
    expect(isTransient(ofS3('NoSuchBucket', 404))).toBe(false)
  })

  it.each(['ConditionalCheckFailed', 'AccessDeniedException', 'ValidationException', '', 'toString'])(
    'of another kind is permanent: %j',
    (name) => {
      expect(isUndecided(name)).toBe(false)
      expect(isTransient(named(name))).toBe(false)
    },
  )

  it('is an Error', () => {
    for (const thrown of [undefined, null, 'ThrottlingException', { name: 'ThrottlingException' }]) {
      expect(isTransient(thrown)).toBe(false)
    }
  })
})
