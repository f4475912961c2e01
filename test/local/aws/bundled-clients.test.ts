import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

/**
 * A program of its own, since hooks stay in a process, and the tests' loader is another one. The database is known after the
 * hooks, as on a laptop.
 */
const program = `
const { createServer } = await import('node:http')
const { useBundledClients } = await import('./lib/local/aws/bundled-clients.ts')
useBundledClients()
const { tableClient } = await import('./lib/runtime/table-client.ts')
const { accessTable } = await import('./lib/store/table/table-access.ts')
const bundled = await import('./lib/aws/clients/dynamodb-document.ts')
const { ConditionalCheckFailedException } = await import('./lib/aws/clients/dynamodb.ts')
const { refusedWriteOf } = await import('./lib/store/table/conflicts.ts')
const failed = new ConditionalCheckFailedException('ConditionalCheckFailedException', '', { status: 400, headers: {} })
const sdk = await import('@aws-sdk/lib-dynamodb')
let sent = ''
const server = createServer(async (request, response) => {
  for await (const part of request) sent += part
  response.end('{}')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:' + server.address().port
const client = tableClient()
const table = accessTable({ client, tableName: 'table', retryPolicy: { sleep: async () => {}, random: () => 0 } })
await table.transact({ one: { Delete: { Key: { PK: 'a', SK: 'b' } } } })
console.log(JSON.stringify({
  client: client instanceof bundled.DynamoDBDocumentClient,
  store: refusedWriteOf(failed) !== undefined,
  others: sdk.DynamoDBDocumentClient !== bundled.DynamoDBDocumentClient,
  sent: Object.keys(JSON.parse(sent)),
}))
process.exit(0)`

async function said(endpoint: string) {
  const keys = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, ...keys, AWS_ENDPOINT_URL_DYNAMODB: endpoint },
  })
  return JSON.parse(stdout)
}

describe('functions of a laptop reach the table as in the cloud, and nothing else does', () => {
  const asInCloud = { client: true, store: true, others: true }

  it('on a database that is named', async () => {
    expect(await said('http://127.0.0.1:9')).toEqual({
      ...asInCloud,
      sent: ['TransactItems', 'ClientRequestToken'],
    })
  })

  it('on the embedded one, but for the tokens of transactions', async () => {
    expect(await said('')).toEqual({ ...asInCloud, sent: ['TransactItems'] })
  })
})
