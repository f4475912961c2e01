#!/usr/bin/env bash
# Package:   @aws-sdk/lib-dynamodb 3.1162.0 with @aws-sdk/client-dynamodb 3.1162.0, Node 20 or newer.
# Expected:  the document client gives plain values wherever it gives an item: { n: 7 }.
# Behaviour: an item that comes with an error (ReturnValuesOnConditionCheckFailure: 'ALL_OLD') keeps DynamoDB's own form,
#            both the Item of a ConditionalCheckFailedException and those in CancellationReasons of a cancelled transaction.
#            Code that compares error.Item.n with a number finds { N: '7' } and takes the other branch.
# Output:    PutCommand: {"n":{"N":"7"}}
#            TransactWriteCommand: {"n":{"N":"7"}}
#            GetCommand: {"n":7}
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-dynamodb@3.1162.0 @aws-sdk/lib-dynamodb@3.1162.0 >/dev/null

cat >try.cjs <<'JS'
const { createServer } = require('node:http')
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')
const lib = require('@aws-sdk/lib-dynamodb')

const Item = { n: { N: '7' } }
const type = (name) => `com.amazonaws.dynamodb.v20120810#${name}`
// What DynamoDB sends when a condition fails, by operation.
const responses = {
  GetItem: [200, { Item }],
  PutItem: [400, { __type: type('ConditionalCheckFailedException'), message: 'The conditional request failed', Item }],
  TransactWriteItems: [
    400,
    {
      __type: type('TransactionCanceledException'),
      Message: 'Transaction cancelled',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item }],
    },
  ],
}
const server = createServer((request, response) => {
  const [status, body] = responses[request.headers['x-amz-target'].split('.')[1]]
  response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
})
server.listen(0, '127.0.0.1', async () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' }
  const client = lib.DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials }))
  const put = { TableName: 'shop', Item: { id: 'a' }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
  const fault = (command) => client.send(command).then(() => undefined, (error) => error)
  const single = (await fault(new lib.PutCommand(put))).Item
  const within = (await fault(new lib.TransactWriteCommand({ TransactItems: [{ Put: put }] }))).CancellationReasons[0].Item
  const read = (await client.send(new lib.GetCommand({ TableName: 'shop', Key: { id: 'a' } }))).Item
  const [a, b, c] = [single, within, read].map((item) => JSON.stringify(item))
  console.log(`PutCommand: ${a}\nTransactWriteCommand: ${b}\nGetCommand: ${c}`)
  process.exit(a === '{"n":{"N":"7"}}' && b === a && c === '{"n":7}' ? 0 : 1)
})
JS
node try.cjs
