#!/usr/bin/env bash
# Package:   fast-check 4.10.2
# Expected:  describing a text costs next to nothing until a value is generated.
# Behaviour: fc.string({ unit: 'binary' }) builds at once a map from every code point of Unicode to its index, to find
#            out whether the unit can hold a few texts such as __proto__: 1,112,064 entries, about a second and a
#            hundred megabytes in every process. An own unit with the same values (an integer with a mapper and an
#            unmapper) builds none.
# Output:    binary: 1112064 entries
#            own unit: 0 entries
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund fast-check@4.10.2 >/dev/null

node --input-type=module - <<'JS'
const { set } = Map.prototype
let entries = 0
Map.prototype.set = function (key, value) {
  if (typeof key === 'string') entries += 1
  return set.call(this, key, value)
}
const { default: fc } = await import('fast-check')
const entriesBy = (describe) => {
  entries = 0
  describe()
  return entries
}
const unit = fc.integer({ min: 0, max: 0x10f7ff }).map(
  (index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800),
  (text) => {
    const code = text.codePointAt(0)
    return code < 0xd800 ? code : code - 0x800
  },
)
const [binary, own] = [
  entriesBy(() => fc.string({ unit: 'binary' })),
  entriesBy(() => fc.string({ unit })),
]
console.log(`binary: ${binary} entries\nown unit: ${own} entries`)
if (binary !== 1_112_064 || own !== 0) process.exit(1)
JS
