#!/usr/bin/env bash
# Package:   Node 24.21.0 (V8 13.6), from the package `node`.
# Expected:  JSON.parse gives {"b":1,"a":2} for {"b":1,"\u0061":2}, whatever was parsed before (RFC 8259, section 7).
# Behaviour: once the process has parsed an object whose next name after the same ones is a single backslash ({"b":1,"\\":2}),
#            every escaped name in that place is read as a backslash, and its value stands there. No error is thrown. Node
#            22.21.1 reads it right. Code that needs the name reads a text whose names have escapes by another parser.
# Output:    24.21.0: {"b":1,"a":2} before, {"b":1,"\\":2} after
#            22.21.1: {"b":1,"a":2} before, {"b":1,"a":2} after
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >try.cjs <<'JS'
const read = (place) => JSON.stringify(JSON.parse(`{"${place}":1,"\\u0061":2}`))
const before = read('c')
JSON.parse('{"b":1,"\\\\":2}')
console.log(`${process.version.slice(1)}: ${before.replace('c', 'b')} before, ${read('b')} after`)
JS
for version in 24.21.0 22.21.1; do
  mkdir "$version"
  (cd "$version" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund "node@$version" >/dev/null)
done
said=$("$folder/24.21.0/node_modules/.bin/node" try.cjs; "$folder/22.21.1/node_modules/.bin/node" try.cjs)
echo "$said"
[ "$said" = '24.21.0: {"b":1,"a":2} before, {"b":1,"\\":2} after
22.21.1: {"b":1,"a":2} before, {"b":1,"a":2} after' ]
