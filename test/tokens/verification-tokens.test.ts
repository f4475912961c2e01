import { beforeAll, describe, expect, it } from 'vitest'
import { ids } from '../../lib/runtime/ids.ts'
import { readLookupRing } from '../../lib/tokens/key-ring.ts'
import { createKeyedHashes } from '../../lib/tokens/keyed-hash.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { fieldsOf } from '../support/fields.ts'
import { problemOf } from '../support/world.ts'
import { later, now, openStage, partsOf, type Stage } from './mints.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
const names = () => ({ tokenId: ids.token(), verificationId: ids.verification() })

describe('a verification token', () => {
  it('names the proof, and neither the address nor the purpose', async () => {
    const named = names()
    const { verification } = await stage.at()
    const { token, expiresIn } = await verification.issue(named)
    const { header, parts } = partsOf(token)
    const said: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())
    expect(header).toMatchObject({ typ: 'verification+jwt', alg: 'ES256' })
    expect(Object.keys(fieldsOf(said)).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'verification'])
    expect(expiresIn).toBe(600)
    expect(await verification.read(token)).toEqual(named)
  })

  it('lives ten minutes', async () => {
    const { token } = await (await stage.at()).verification.issue(names())
    const { verification } = await stage.at(later(600))
    expect((await problemOf(verification.read(token))).code).toBe('invalid_token')
    await expect((await stage.at(later(599))).verification.read(token)).resolves.toBeDefined()
  })

  it('is no other kind, and no other kind is a verification token', async () => {
    const { verification, flow } = await stage.at()
    const { token } = await verification.issue(names())
    expect((await problemOf(flow.read('register', token))).code).toBe('invalid_token')
    expect((await problemOf(flow.read('link', token))).code).toBe('invalid_token')
    const other = await flow.issue('register', { tokenId: ids.token(), pendingId: ids.pending() })
    expect((await problemOf(verification.read(other.token))).code).toBe('invalid_token')
  })
})

describe('a keyed hash', () => {
  it('differs by value, by purpose and by key, and is otherwise the same', async () => {
    const hashes = createKeyedHashes(readLookupRing(await makeKeys(now)))
    const elsewhere = createKeyedHashes(readLookupRing(await makeKeys(now)))
    expect(hashes.hash('code', '1')).toBe(hashes.hash('code', '1'))
    const all = [
      hashes.hash('code', '1'),
      hashes.hash('code', '2'),
      hashes.hash('ci', '1'),
      elsewhere.hash('code', '1'),
    ]
    expect(new Set(all).size).toBe(4)
  })
})
