import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattested } from '../../lib/cloud/functions/trimmed.ts'
import { isCredentialId, type NewCredential } from '../../lib/domain/passkey/passkey.ts'
import type { Authenticators, ExpectedUse } from '../../lib/flows/ports/passkeys/authenticators.ts'
import { authenticators } from '../../lib/webauthn/authenticators.ts'
import { AsnParser, Certificate, ECDSASigValue } from '../../lib/webauthn/no-certificates.ts'
import { Authenticator, type Deviations, type KeyAlgorithm } from '../support/authenticator.ts'
import { sure } from '../support/people.ts'

/* A bundle has no parser of certificates. It has to verify what the installed library verifies. */

const origin = 'https://app.example.com'
const expected: ExpectedUse = {
  challenge: Buffer.from('a challenge of 32 bytes or more.').toString('base64url'),
  relyingParty: { rpId: 'example.com', rpName: 'Example', origins: [origin] },
}
const asked = {
  challenge: expected.challenge,
  rp: { id: 'example.com' },
  rpId: 'example.com',
  user: { id: 'AAAA' },
}

const folder = mkdtempSync(join(tmpdir(), 'ieum-authenticators-'))
const readers: Record<'installed' | 'bundled', Authenticators> = {
  installed: authenticators,
  bundled: authenticators,
}
let bytes = 0
beforeAll(async () => {
  const outfile = join(folder, 'authenticators.cjs')
  const { metafile } = await build({
    entryPoints: ['lib/webauthn/authenticators.ts'],
    outfile,
    alias: unattested,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
    metafile: true,
  })
  bytes = Object.values(metafile.outputs).reduce((sum, one) => sum + one.bytes, 0)
  const bundled: { readonly authenticators: Authenticators } = createRequire(import.meta.url)(outfile)
  readers.bundled = bundled.authenticators
})
afterAll(() => rmSync(folder, { recursive: true }))

const builds = ['installed', 'bundled'] as const
const keys: readonly KeyAlgorithm[] = ['ES256', 'EdDSA', 'RS256']
const cases = builds.flatMap((of) => keys.map((algorithm) => [of, algorithm] as const))

/** What a client sends of it. */
function named<Response>({ id, response }: { readonly id: string; readonly response: Response }) {
  if (!isCredentialId(id)) throw new Error('an authenticator gave an id that is none')
  return { id, response }
}

function used(authenticator: Authenticator, over: Deviations = {}) {
  const { id, response } = named(authenticator.get(asked, over))
  return { id, response: { ...response, userHandle: null } }
}

/** A passkey that this build has read. */
async function added(of: (typeof builds)[number], authenticator: Authenticator, over: Deviations = {}) {
  return sure(await readers[of].readNew(named(authenticator.create(asked, over)), expected))
}

const verified = (
  of: (typeof builds)[number],
  authenticator: Authenticator,
  passkey: NewCredential,
  over: Deviations = {},
) => readers[of].readUse(used(authenticator, over), passkey, expected)

describe.each(cases)('the %s reader of authenticators, with keys of %s', (of, algorithm) => {
  it.each([{}, { signsItself: true }])('reads a new key and verifies its signatures (%j)', async (over) => {
    const authenticator = new Authenticator(origin, { counts: true }, algorithm)
    const passkey = await added(of, authenticator, over)
    expect(await verified(of, authenticator, passkey)).toEqual({ counter: 1, backedUp: true })
  })

  it('refuses the signature of another key, and a changed one', async () => {
    const [own, other] = [new Authenticator(origin, {}, algorithm), new Authenticator(origin, {}, algorithm)]
    const passkey = await added(of, own)
    await added(of, other, { id: passkey.credentialId })
    expect(await verified(of, other, passkey)).toBeUndefined()
    const signature = Buffer.from(own.get(asked).response.signature, 'base64url')
    signature.writeUInt8(signature.readUInt8(signature.length - 1) ^ 1, signature.length - 1)
    expect(await verified(of, own, passkey, { signature })).toBeUndefined()
  })
})

describe.each(builds)('the %s reader of authenticators', (of) => {
  it('verifies signatures of ES256 whatever their lengths', async () => {
    const authenticator = new Authenticator(origin)
    const passkey = await added(of, authenticator)
    const lengths = new Set<number>()
    for (let count = 0; count < 400; count++) {
      const use = used(authenticator)
      lengths.add(Buffer.from(use.response.signature, 'base64url').length)
      expect(await readers[of].readUse(use, passkey, expected)).toBeDefined()
    }
    expect(lengths.size).toBeGreaterThanOrEqual(3)
  })

  it.each(['packed', 'tpm', 'android-key', 'android-safetynet', 'apple', 'fido-u2f', 'other'])(
    'refuses an empty attestation of the format %s',
    async (format) => {
      const created = named(new Authenticator(origin).create(asked, { format }))
      expect(await readers[of].readNew(created, expected)).toBeUndefined()
    },
  )

  it.each([
    ['nothing', ''],
    ['a sequence that is cut off', '3006020101'],
    ['one integer', '3003020101'],
    ['bytes behind it', '300602010102010100'],
    ['bytes within it', '30080201010201010500'],
    ['another tag', '3106020101020101'],
    ['other tags within', '3006040101040101'],
    ['a length without an end', '30800201010201010000'],
    ['empty integers', '300402000200'],
  ])('refuses as a signature %s', async (_, hex) => {
    const authenticator = new Authenticator(origin)
    const passkey = await added(of, authenticator)
    expect(await verified(of, authenticator, passkey, { signature: Buffer.from(hex, 'hex') })).toBeUndefined()
  })
})

describe('what stands for the parsers of certificates', () => {
  it('is two thirds smaller', () => expect(bytes).toBeLessThan(100_000))

  it('reads a signature', () => {
    const { r, s } = AsnParser.parse(Buffer.from('300702020080020105', 'hex'), ECDSASigValue)
    expect([[...r], [...s]]).toEqual([[0, 128], [5]])
  })

  it('reads no certificate, and says why', () => {
    expect(() => AsnParser.parse(Buffer.from('3000', 'hex'), Certificate)).toThrow('reads no certificate')
  })
})
