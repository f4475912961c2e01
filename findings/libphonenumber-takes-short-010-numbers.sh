#!/usr/bin/env bash
# Package:   libphonenumber-js 1.13.16, with the full metadata (libphonenumber-js/max).
# Expected:  isValid() with the full metadata refuses a Korean number that nobody can have: 010 is followed by eight digits,
#            always, since all mobile numbers moved there.
# Behaviour: 010 with seven digits is a valid number of the type MOBILE, since the metadata has one pattern for the mobile
#            prefixes old and new. So a number that lost a digit passes, and a text goes nowhere; and 012 (pagers once, and
#            machines today) is MOBILE as well. The metadata's size makes no difference.
# Output:    010-123-4567: valid true MOBILE +82101234567
#            012-1234-5678: valid true MOBILE +821212345678
#            010-1234-5678: valid true MOBILE +821012345678
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts libphonenumber-js@1.13.16 >/dev/null

cat >try.cjs <<'JS'
const { parsePhoneNumberFromString } = require('libphonenumber-js/max')

const said = (text) => {
  const number = parsePhoneNumberFromString(text, 'KR')
  return `${text}: valid ${number.isValid()} ${number.getType()} ${number.number}`
}
const all = ['010-123-4567', '012-1234-5678', '010-1234-5678'].map(said)
console.log(all.join('\n'))
process.exit(all.every((line) => line.includes('valid true MOBILE')) ? 0 : 1)
JS
node try.cjs
