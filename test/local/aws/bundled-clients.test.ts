import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** A program of its own, since hooks stay in a process, and the tests' loader is another one. */
const program = `
const { useBundledClients } = await import('./lib/local/aws/bundled-clients.ts')
useBundledClients()
const { tableClient } = await import('./lib/runtime/table-client.ts')
const bundled = await import('./lib/aws/clients/dynamodb-document.ts')
const { ConditionalCheckFailedException } = await import('./lib/aws/clients/dynamodb.ts')
const { refusedWriteOf } = await import('./lib/store/table/conflicts.ts')
const failed = new ConditionalCheckFailedException('ConditionalCheckFailedException', '', { status: 400, headers: {} })
const sdk = await import('@aws-sdk/lib-dynamodb')
console.log(JSON.stringify({
  client: tableClient() instanceof bundled.DynamoDBDocumentClient,
  store: refusedWriteOf(failed) !== undefined,
  others: sdk.DynamoDBDocumentClient !== bundled.DynamoDBDocumentClient,
}))`

it('functions of a laptop reach the table as in the cloud, and nothing else does', async () => {
  const variables = { AWS_REGION: 'local', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, ...variables },
  })
  expect(JSON.parse(stdout)).toEqual({ client: true, store: true, others: true })
})
