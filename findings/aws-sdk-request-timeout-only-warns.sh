#!/usr/bin/env bash
# Package:   @aws-sdk/client-dynamodb 3.1162.0 with @smithy/node-http-handler 4.14.2.
# Expected:  a client with requestHandler { requestTimeout: 200 } gives up a request that has no response after 200 ms.
# Behaviour: it logs a warning and waits on. Only throwOnRequestTimeout: true makes the limit an error (TimeoutError), so
#            a hanging endpoint holds a Lambda until the function's own timeout.
# Output:    requestTimeout alone: still waiting after 1000 ms
#            with throwOnRequestTimeout: TimeoutError
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-dynamodb@3.1162.0 @smithy/node-http-handler@4.14.2 >/dev/null

cat >try.cjs <<'JS'
const { createServer } = require('node:http')
const { DynamoDBClient, ListTablesCommand } = require('@aws-sdk/client-dynamodb')
const server = createServer(() => {}).listen(0, '127.0.0.1', async () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' }
  const outcome = async (more) => {
    const requestHandler = { requestTimeout: 200, ...more }
    const logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }
    const client = new DynamoDBClient({ endpoint, region: 'ap-northeast-2', credentials, maxAttempts: 1, requestHandler, logger })
    const waited = new Promise((resolve) => setTimeout(resolve, 1000, 'still waiting after 1000 ms'))
    return Promise.race([client.send(new ListTablesCommand({})).catch(({ name }) => name), waited])
  }
  const alone = await outcome({})
  const thrown = await outcome({ throwOnRequestTimeout: true })
  console.log(`requestTimeout alone: ${alone}\nwith throwOnRequestTimeout: ${thrown}`)
  process.exit(alone.startsWith('still waiting') && thrown === 'TimeoutError' ? 0 : 1)
})
JS
node try.cjs
