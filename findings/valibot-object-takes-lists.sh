#!/usr/bin/env bash
# Package:   valibot 1.5.0
# Expected:  v.object() and v.strictObject() take objects; a list is refused with "Expected Object but received Array".
# Behaviour: whatever `typeof` calls an object is taken. Where all fields are optional, as in the body of a PATCH, a list
#            passes as a change of nothing: v.object() drops its members without a word, and v.strictObject() takes an
#            empty list. A Date and a Map pass v.object() in the same way. Where a field is required, the fault names that
#            field and not the list.
# Output:    object [{"name":"new"}]: taken as {}
#            strictObject []: taken as {}
#            object with a required field []: Invalid key: Expected "name" but received undefined
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts valibot@1.5.0 >/dev/null

cat >try.mjs <<'JS'
import * as v from 'valibot'

const outcome = (schema, value) => {
  const { success, output, issues } = v.safeParse(schema, value)
  return success ? `taken as ${JSON.stringify(output)}` : issues[0].message
}
const change = { name: v.optional(v.string()) }
const plain = outcome(v.object(change), [{ name: 'new' }])
const strict = outcome(v.strictObject(change), [])
const required = outcome(v.object({ name: v.string() }), [])
console.log(`object [{"name":"new"}]: ${plain}\nstrictObject []: ${strict}\nobject with a required field []: ${required}`)
const isSo = plain === 'taken as {}' && strict === 'taken as {}' && required.startsWith('Invalid key: Expected "name"')
process.exit(isSo ? 0 : 1)
JS
node try.mjs
