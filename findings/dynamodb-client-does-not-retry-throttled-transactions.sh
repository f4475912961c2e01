#!/usr/bin/env bash
# Package:   @aws-sdk/client-dynamodb 3.1162.0, Node 20 or newer.
# Expected:  the SDK's standard retries cover throttling and write conflicts, within a transaction as outside.
# Behaviour: DynamoDB tells a throttled transaction by TransactionCanceledException with the reason ThrottlingError (or
#            ProvisionedThroughputExceeded), and the SDK looks at the name of the error alone: one attempt. So it is for the
#            reason TransactionConflict, and for the TransactionConflictException of a single write that met a transaction.
#            The same throttling of a single write has four attempts with growing pauses.
# Output:    PutItem ThrottlingException: 4 attempts
#            PutItem TransactionConflictException: 1 attempt
#            TransactWriteItems cancelled by ThrottlingError: 1 attempt
#            TransactWriteItems cancelled by TransactionConflict: 1 attempt
#            TransactWriteItems TransactionInProgressException: 4 attempts
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-dynamodb@3.1162.0 >/dev/null

cat >try.cjs <<'JS'
const { createServer } = require('node:http')
const { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } = require('@aws-sdk/client-dynamodb')

const put = { TableName: 'shop', Item: { id: { S: 'a' } } }
const single = new PutItemCommand(put)
const transaction = new TransactWriteItemsCommand({ TransactItems: [{ Put: put }] })
const cancelled = (Code) => ({
  __type: 'TransactionCanceledException',
  Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${Code}]`,
  CancellationReasons: [{ Code, Message: 'try later' }],
})
const named = (name) => ({ __type: name, message: 'try later' })
const cases = [
  ['PutItem ThrottlingException', single, named('ThrottlingException'), 4],
  ['PutItem TransactionConflictException', single, named('TransactionConflictException'), 1],
  ['TransactWriteItems cancelled by ThrottlingError', transaction, cancelled('ThrottlingError'), 1],
  ['TransactWriteItems cancelled by TransactionConflict', transaction, cancelled('TransactionConflict'), 1],
  ['TransactWriteItems TransactionInProgressException', transaction, named('TransactionInProgressException'), 4],
]

async function attempts(command, body) {
  let count = 0
  const server = createServer((request, response) => {
    count += 1
    const type = `com.amazonaws.dynamodb.v20120810#${body.__type}`
    response.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' })
    response.end(JSON.stringify({ ...body, __type: type }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${server.address().port}`
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' }
  const client = new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials, retryMode: 'standard' })
  await client.send(command).catch(() => undefined)
  client.destroy()
  server.close().closeAllConnections()
  return count
}

async function main() {
  let isSo = true
  for (const [name, command, body, expected] of cases) {
    const count = await attempts(command, body)
    isSo &&= count === expected
    console.log(`${name}: ${count} ${count === 1 ? 'attempt' : 'attempts'}`)
  }
  process.exit(isSo ? 0 : 1)
}
main()
JS
NODE_NO_WARNINGS=1 node try.cjs
