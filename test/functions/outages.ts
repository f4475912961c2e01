import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, InternalServiceError } from '@aws-sdk/client-secrets-manager'
import { expect } from 'vitest'
import { failSecretsManagerOnce, secretArns, secretsManager, type TestResponse } from './doorstep.ts'

const about = { message: 'no', $metadata: {} }

export const throttled = () => new ProvisionedThroughputExceededException(about)
export const outage = () => new InternalServerError(about)

/** A cancelled transaction: one code for each write, in their order. */
export const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({ ...about, CancellationReasons: codes.map((Code) => ({ Code })) })

/** A transaction that its last write cancelled, with the existing item. */
export function cancelledBy(
  before: number,
  Item: Record<string, { S: string } | { N: string }>,
): TransactionCanceledException {
  const passed = Array.from({ length: before }, () => ({ Code: 'None' }))
  const CancellationReasons = [...passed, { Code: 'ConditionalCheckFailed', Item }]
  return new TransactionCanceledException({ ...about, CancellationReasons })
}

/** The response of a door during an outage: try again soon, without the cause. */
export function expectUnavailable({ status, headers, body, text }: TestResponse): void {
  expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'unavailable' })
  expect(headers['retry-after']).toBe('1')
  expect(text).not.toMatch(/dynamo|secret|throughput|exception|members/i)
}

/** A door answers 503 while Secrets Manager is down, and the same container serves the next call. */
export async function expectToOutliveSecretsManager(
  ask: () => Promise<TestResponse>,
  status: number,
): Promise<void> {
  failSecretsManagerOnce(new InternalServiceError(about))
  expectUnavailable(await ask())
  expect((await ask()).status).toBe(status)
  await ask()
  const asked = secretsManager.commandCalls(GetSecretValueCommand).map(({ args }) => args[0].input)
  const both = secretArns.map((SecretId) => ({ SecretId }))
  expect(asked).toEqual([...both, ...both])
}
