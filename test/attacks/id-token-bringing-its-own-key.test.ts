import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { aroundAll, describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { forged, goodClaims, present, rs256 } from './forgery.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory signs an id_token with an own key and puts the place of the key into the header: the address of a key set
 * or certificate on her server, or the key itself (RFC 7515, section 4.1). A verifier that follows would accept every
 * signature, and call any server.
 * Defence: keys come from the one configured address. Keys in a header are ignored.
 */

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'mallory', alg: 'RS256', use: 'sig' }

let visits = 0
const mallorysServer = createServer((_, response) => {
  visits += 1
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
})

let hers: string
aroundAll(async (runTests) => {
  mallorysServer.listen(0, '127.0.0.1')
  await once(mallorysServer, 'listening')
  const address = mallorysServer.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  hers = `http://127.0.0.1:${address.port}`
  await runTests()
  mallorysServer.close()
})
const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

const ways: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
  'the address of a key set': () => ({ jku: `${hers}/keys` }),
  'the address of a certificate': () => ({ x5u: `${hers}/certificate` }),
  'the key itself': () => ({ jwk }),
  'a certificate': () => ({ x5c: [publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] }),
  'all of them, as something that must be understood': () => ({
    jku: `${hers}/keys`,
    x5u: `${hers}/certificate`,
    jwk,
    crit: ['jku', 'x5u', 'jwk'],
  }),
}

describe('an id_token that brings its own key', () => {
  it.for(Object.keys(ways))('as %s is refused, and no server is called', async (way, { stack, ledger }) => {
    for (const kid of ['mallory', undefined]) {
      const header = { alg: 'RS256', typ: 'JWT', kid, ...ways[way]?.() }
      const response = await ledger.unchangedBy(() =>
        present(visitor(stack, { client: 'app' }), (nonce) =>
          forged(header, goodClaims(stack, nonce), rs256(privateKey)),
        ),
      )
      expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    }
    expect(visits).toBe(0)
  })

  it('is checked with Kakao’s keys when Kakao signed it, and no server is called', async ({ stack }) => {
    const response = await present(visitor(stack, { client: 'app' }), (nonce) =>
      stack.kakao.signIdToken({ nonce }, { jku: `${hers}/keys`, jwk }),
    )
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
    expect(visits).toBe(0)
  })
})
