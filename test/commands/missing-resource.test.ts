import { DynamoDBClient, ResourceNotFoundException, ScanCommand } from '@aws-sdk/client-dynamodb'
import {
  GetSecretValueCommand,
  ResourceNotFoundException as NoSecret,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { beforeEach, expect, it } from 'vitest'
import { onTable, withSecret } from '../../lib/commands/missing-resource.ts'
import { saidFault } from '../../lib/commands/saying/said-fault.ts'
import { awsDouble } from '../support/aws-double.ts'

const region = 'ap-northeast-2'
const dynamo = awsDouble(DynamoDBClient)
const secretsManager = awsDouble(SecretsManagerClient)

beforeEach(() => {
  dynamo.reset()
  secretsManager.reset()
})

const scanned = () => new DynamoDBClient({ region }).send(new ScanCommand({ TableName: 'foo' }))
const read = () =>
  new SecretsManagerClient({ region }).send(new GetSecretValueCommand({ SecretId: 'ieum/prod/lookup' }))

it('a table that is not there is named, in both languages', async () => {
  const missing = { message: 'Requested resource not found', $metadata: {} }
  dynamo.on(ScanCommand).rejects(new ResourceNotFoundException(missing))
  const failed: unknown = await onTable('foo', scanned).catch((error: unknown) => error)
  expect(saidFault(failed)).toBe(
    'There is no table foo. Check its name, and the account and the region of this shell',
  )
  expect(saidFault(failed, 'ko')).toContain('foo 테이블이 없습니다')
})

it('a secret that is not there, or empty, is named with its region, in both languages', async () => {
  const missing = { message: "Secrets Manager can't find the specified secret.", $metadata: {} }
  secretsManager.on(GetSecretValueCommand).rejects(new NoSecret(missing))
  const place = { name: 'ieum/prod/lookup', region: async () => region }
  const failed: unknown = await withSecret(place, read).catch((error: unknown) => error)
  expect(saidFault(failed)).toContain('ieum/prod/lookup is not there or holds nothing in ap-northeast-2')
  expect(saidFault(failed, 'ko')).toContain('ap-northeast-2 리전에 ieum/prod/lookup 비밀이 없거나')
})

it('any other failure passes as it is', async () => {
  dynamo.on(ScanCommand).rejects(new Error('AccessDenied'))
  secretsManager.on(GetSecretValueCommand).rejects(new Error('AccessDenied'))
  const place = { name: 'ieum/prod/lookup', region: async () => region }
  await expect(onTable('foo', scanned)).rejects.toThrow(/^AccessDenied$/)
  await expect(withSecret(place, read)).rejects.toThrow(/^AccessDenied$/)
})
