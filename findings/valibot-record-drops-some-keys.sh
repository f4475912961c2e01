#!/usr/bin/env bash
# Package:   valibot 1.5.0
# Expected:  v.record(v.string(), …) keeps each key of a JSON object, or says which it refuses.
# Behaviour: the keys `constructor` and `prototype` are left out without an issue, and so they are by v.looseObject(). They
#            are ordinary names in JSON. A table by login id, nickname or field name loses the entry of whoever chose such
#            a name, and the parse says success.
# Output:    record: success true, keys lee,kim
#            looseObject: success true, keys lee,kim
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts valibot@1.5.0 >/dev/null

cat >try.mjs <<'JS'
import * as v from 'valibot'

const byLoginId = JSON.parse('{"lee": 1, "constructor": 2, "prototype": 3, "kim": 4}')
const said = (schema) => {
  const { success, output } = v.safeParse(schema, byLoginId)
  return `success ${success}, keys ${Object.keys(output)}`
}
const record = said(v.record(v.string(), v.number()))
const loose = said(v.looseObject({}))
console.log(`record: ${record}\nlooseObject: ${loose}`)
process.exit(record === 'success true, keys lee,kim' && loose === record ? 0 : 1)
JS
node try.mjs
