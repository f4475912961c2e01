#!/usr/bin/env bash
# Package:   aws-sdk-client-mock 4.1.0 with @aws-sdk/client-dynamodb 3.1162.0, Node 20 or newer.
# Expected:  rejectsOnce() decides about the next call of the command, wherever in a test it is set, like the mocks of Jest
#            and Vitest.
# Behaviour: "once" is a place in the list of all calls of this command since the last reset, those before it was set
#            included. After one earlier call the first once-response is spent already, without a word: the fault that a
#            test arms half-way never comes, and the test passes. resetHistory() before it makes it the next call.
# Output:    set before any call: fault, then ok
#            set after one call: ok, then ok
#            after resetHistory(): fault, then ok
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-sdk-client-mock@4.1.0 @aws-sdk/client-dynamodb@3.1162.0 >/dev/null

cat >try.cjs <<'JS'
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb')
const { mockClient } = require('aws-sdk-client-mock')

const client = new DynamoDBClient({ region: 'ap-northeast-2' })
const read = () => client.send(new GetItemCommand({ TableName: 'shop', Key: {} })).then(() => 'ok', ({ message }) => message)

async function twoReads(prepare) {
  const mock = mockClient(client)
  mock.on(GetItemCommand).resolves({})
  await prepare(mock)
  mock.on(GetItemCommand).rejectsOnce(new Error('fault')).resolves({})
  const both = `${await read()}, then ${await read()}`
  mock.restore()
  return both
}

async function main() {
  const fresh = await twoReads(() => undefined)
  const late = await twoReads(read)
  const forgotten = await twoReads(async (mock) => {
    await read()
    mock.resetHistory()
  })
  console.log(`set before any call: ${fresh}\nset after one call: ${late}\nafter resetHistory(): ${forgotten}`)
  process.exit(fresh === 'fault, then ok' && late === 'ok, then ok' && forgotten === fresh ? 0 : 1)
}
main()
JS
NODE_NO_WARNINGS=1 node try.cjs
