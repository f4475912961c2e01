#!/usr/bin/env bash
# Package:   Chromium 153 as headless shell (@sparticuz/chromium 153.0.0), driven by playwright-core 1.65.1.
# Expected:  where PublicKeyCredential.isConditionalMediationAvailable() answers true, a request with mediation
#            'conditional' waits for the person, and ends only with NotAllowedError or AbortError (WebAuthn level 3, 5.1.4).
# Behaviour: it answers true, and the request is refused at once with NotSupportedError, although nobody did anything. So
#            an offer beside a field needs its own catch for every name of error: a page that shows "unexpected" errors
#            shows one to a person who only began to type an address.
# Output:    available: true
#            conditional request: NotSupportedError
# The script fails when the browser answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 playwright-core@1.65.1 >/dev/null 2>&1

cat >try.mjs <<'JS'
import { createServer } from 'node:http'
import packed from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

const server = createServer((_, response) => response.end('<!doctype html><input autocomplete="username webauthn">'))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath: await packed.executablePath(),
  args: ['--no-sandbox', '--headless=shell', '--disable-gpu'],
})
const page = await browser.newPage()
await page.goto(`http://localhost:${server.address().port}/`)
const { available, ended } = await page.evaluate(async () => {
  const available = await PublicKeyCredential.isConditionalMediationAvailable()
  const publicKey = { challenge: crypto.getRandomValues(new Uint8Array(32)), rpId: 'localhost' }
  const waited = new Promise((resolve) => setTimeout(() => resolve('still waiting'), 5000))
  const asked = navigator.credentials.get({ publicKey, mediation: 'conditional' })
  return { available, ended: await Promise.race([waited, asked.then(() => 'answered', ({ name }) => name)]) }
})
await browser.close()
server.close()
console.log(`available: ${available}\nconditional request: ${ended}`)
process.exit(available === true && ended === 'NotSupportedError' ? 0 : 1)
JS
node try.mjs
