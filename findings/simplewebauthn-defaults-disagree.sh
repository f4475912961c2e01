#!/usr/bin/env bash
# Package:   @simplewebauthn/server 14.0.3, Node 20 or newer.
# Expected:  what an authenticator makes by the options of generateRegistrationOptions() passes verifyRegistrationResponse(),
#            both with their defaults.
# Behaviour: the options ask for userVerification 'preferred', so a security key without PIN rightly answers without
#            verification (WebAuthn level 3, section 5.4.4). verifyRegistrationResponse() requires it unless told
#            requireUserVerification: false, and throws. Tests with a phone or a virtual authenticator that verifies never
#            meet this; the first member with a plain security key does.
# Output:    options: userVerification preferred
#            with defaults: User verification was required, but user could not be verified
#            requireUserVerification false: verified true
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @simplewebauthn/server@14.0.3 >/dev/null 2>&1

cat >try.mjs <<'JS'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'

const [rpID, origin] = ['example.com', 'https://example.com']
const options = await generateRegistrationOptions({ rpName: 'Shop', rpID, userName: 'member' })

// A security key that was touched, and that verified nobody: flags UP and AT.
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { x, y } = publicKey.export({ format: 'jwk' })
const [id, u8] = [randomBytes(32), (...bytes) => Buffer.from(bytes)]
const bytes32 = (text) => Buffer.concat([u8(0x58, 32), Buffer.from(text, 'base64url')])
// COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
const cose = Buffer.concat([u8(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21), bytes32(x), u8(0x22), bytes32(y)])
const rpIdHash = createHash('sha256').update(rpID).digest()
const authData = Buffer.concat([rpIdHash, u8(0x41, 0, 0, 0, 0), Buffer.alloc(16), u8(0, id.length), id, cose])
const text = (value) => Buffer.concat([u8(0x60 + value.length), Buffer.from(value)])
const attestation = Buffer.concat([
  u8(0xa3), text('fmt'), text('none'), text('attStmt'), u8(0xa0), text('authData'), u8(0x58, authData.length), authData,
])
const clientData = JSON.stringify({ type: 'webauthn.create', challenge: options.challenge, origin, crossOrigin: false })
const response = {
  id: id.toString('base64url'),
  rawId: id.toString('base64url'),
  type: 'public-key',
  clientExtensionResults: {},
  response: {
    clientDataJSON: Buffer.from(clientData).toString('base64url'),
    attestationObject: attestation.toString('base64url'),
  },
}
const given = { response, expectedChallenge: options.challenge, expectedOrigin: origin, expectedRPID: rpID }
const outcome = (more) =>
  verifyRegistrationResponse({ ...given, ...more }).then(({ verified }) => `verified ${verified}`, ({ message }) => message)

const asked = options.authenticatorSelection.userVerification
const byDefault = await outcome({})
const relaxed = await outcome({ requireUserVerification: false })
console.log(`options: userVerification ${asked}\nwith defaults: ${byDefault}\nrequireUserVerification false: ${relaxed}`)
process.exit(asked === 'preferred' && byDefault.startsWith('User verification was required') && relaxed === 'verified true' ? 0 : 1)
JS
node try.mjs
