import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect } from 'vitest'
import { appAt, credentialNamed } from '../support/stage.ts'
import { visitor } from '../support/steps.ts'
import { forged, goodClaims, hs256, present, rs256 } from './forgery.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Kakao's public key is public. Mallory uses its bytes, in one of its written forms, as the secret of an HMAC, says
 * HS256 in the header and names Minji. A verifier that takes the algorithm from the token, and "the key" from the key
 * ring, accepts the signature (RFC 8725, section 2.1). Or she signs with a secret that is no secret, or with an own
 * key under the name of Kakao's.
 * Defence: only RS256 is accepted from Kakao, whatever the token says.
 */

let kid: string
const it = testWithLedger()
it.beforeAll(async ({ stack }) => {
  await visitor(stack).signUp('minji')
  kid = JSON.parse(
    Buffer.from(stack.kakao.signIdToken().split('.')[0] ?? '', 'base64url').toString('utf8'),
  ).kid
})

/** Secrets for Mallory to try: everything here is public, or a guess. */
const secrets: Readonly<Record<string, (pem: string) => string | Buffer>> = {
  'the key as PEM': (pem) => pem,
  'the key as PEM without its last line break': (pem) => pem.trimEnd(),
  'the key as DER': (pem) => createPublicKey(pem).export({ type: 'spki', format: 'der' }),
  'the key in its older DER form': (pem) => createPublicKey(pem).export({ type: 'pkcs1', format: 'der' }),
  'the key as JSON': (pem) => JSON.stringify(createPublicKey(pem).export({ format: 'jwk' })),
  'the modulus': (pem) => createPublicKey(pem).export({ format: 'jwk' }).n ?? '',
  'the name of the key': () => kid,
  nothing: () => '',
  'our public client id': () => appAt('kakao').clientId,
  'our client secret, which some providers sign with': () => credentialNamed('KAKAO_CLIENT_SECRET'),
}

const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }

describe('an id_token signed with HS256', () => {
  it.for(Object.keys(secrets))('and %s is refused', async (name, { stack, ledger }) => {
    const secret = secrets[name]?.(stack.kakao.publicPem()) ?? ''
    for (const header of [{ kid }, {}, { kid, typ: 'JWT' }]) {
      const response = await ledger.unchangedBy(() =>
        present(visitor(stack, { client: 'app' }), (nonce) =>
          forged({ alg: 'HS256', ...header }, goodClaims(stack, nonce), hs256(secret)),
        ),
      )
      expect(response).toMatchObject(invalid)
    }
  })
})

describe('an id_token signed with a key of Mallory', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  it.for(['RS256', 'PS256', 'RS512', 'ES256', 'EdDSA', 'HS256'])(
    'is refused under the name of Kakao’s when it says %s',
    async (alg, { stack, ledger }) => {
      const response = await ledger.unchangedBy(() =>
        present(visitor(stack, { client: 'app' }), (nonce) =>
          forged({ alg, kid, typ: 'JWT' }, goodClaims(stack, nonce), rs256(privateKey)),
        ),
      )
      expect(response).toMatchObject(invalid)
    },
  )

  it('differs only in the key from an accepted one', async ({ stack }) => {
    const phone = visitor(stack, { client: 'app' })
    const response = await present(phone, (nonce) => stack.kakao.signIdToken(goodClaims(stack, nonce)))
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })
})
