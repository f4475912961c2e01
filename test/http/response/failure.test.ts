import { InternalServiceError, InvalidRequestException } from '@aws-sdk/client-secrets-manager'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../lib/domain/values/problem.ts'
import { failureOf } from '../../../lib/http/response/failure.ts'
import { MalformedRow } from '../../../lib/store/rows/row.ts'

const named = (name: string) => Object.assign(new Error('dana@example.com'), { name })
const coded = (code: unknown) => Object.assign(new Error('connect 10.0.0.1'), { code })

describe('a failure', () => {
  it('that is a problem is that problem, without a report', () => {
    const problem = new Problem('email_taken', {}, 5)
    expect(failureOf(problem)).toEqual({ problem })
  })

  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TransactionConflictException',
    'TransactionInProgressException',
    'InternalServerError',
    'ServiceUnavailable',
    'TimeoutError',
    'LimitExceededException',
  ])('of AWS that is temporary is 503, safe to repeat: %s', (name) => {
    const { problem, fault } = failureOf(named(name))
    expect(problem).toMatchObject({ code: 'unavailable', status: 503, extras: { retryAfter: 1 } })
    expect(fault?.error).toBe(name)
  })

  it('that AWS calls its own is 503, by any name', () => {
    const error = new InternalServiceError({ message: 'no', $metadata: {} })
    expect(failureOf(error)).toMatchObject({
      problem: { code: 'unavailable' },
      fault: { error: 'InternalServiceError' },
    })
    const ours = new InvalidRequestException({ message: 'no', $metadata: {} })
    expect(failureOf(ours).problem.code).toBe('unexpected')
  })

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])(
    'of the network is 503: %s',
    (code) => {
      expect(failureOf(coded(code)).problem.code).toBe('unavailable')
    },
  )

  it.each([
    ['a bug', new TypeError('cannot read properties of dana@example.com')],
    ['a permission that we lack', named('AccessDeniedException')],
    ['a table that is not there', named('ResourceNotFoundException')],
    ['a request that AWS does not understand', named('ValidationException')],
    ['a row that is malformed', new MalformedRow('member', ['name'])],
    ['an error of the file system', coded('ENOENT')],
    ['a code that is a number', coded(503)],
  ])('of another kind is 500, and reveals nothing of the cause: %s', (_, error) => {
    const { problem, fault } = failureOf(error)
    expect(problem).toMatchObject({ code: 'unexpected', status: 500, extras: {} })
    expect(fault?.error).toBe(error.name)
  })

  it.each([['a text'], [undefined], [null], [7], [{ message: 'no error' }]])(
    'may be any thrown value: %j',
    (thrown) => {
      expect(failureOf(thrown)).toMatchObject({ problem: { code: 'unexpected' }, fault: { error: 'Error' } })
    },
  )

  it('reports the place to the operators, never the message, which may hold input', () => {
    const failed = () => failureOf(new Error('first line dana@example.com\n    and 010-1234-5678'))
    const text = JSON.stringify(failed().fault)
    expect(text).toContain('failure.test.ts')
    expect(text).not.toMatch(/dana|010-1234/)
    expect(failed().fault?.at.length).toBeLessThanOrEqual(8)
  })
})
