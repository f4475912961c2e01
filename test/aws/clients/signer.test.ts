import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RequestSigner, Sha256 } from '../../../lib/aws/clients/signer.ts'

const request = {
  method: 'PUT',
  protocol: 'https:',
  hostname: 'uploads.s3.ap-northeast-2.amazonaws.com',
  path: '/owner/a%20b',
  query: { tagging: '', x: 'ä' },
  headers: {
    host: 'uploads.s3.ap-northeast-2.amazonaws.com',
    'Content-Type': 'application/xml',
    'x-amz-a': ' b  c ',
  },
  body: '<Tagging>가</Tagging>',
}
const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }

it.each([
  { service: 's3', uriEscapePath: false, credentials },
  { service: 'dynamodb', credentials: { ...credentials, sessionToken: 'session' } },
])('a request is signed as by the SDK: $service', async (settings) => {
  const region = 'ap-northeast-2'
  const now = new Date('2026-01-02T03:04:05.678Z')
  const theirs = await new SignatureV4({ ...settings, region, sha256: Sha256 }).sign(request, {
    signingDate: now,
  })
  const ours = await new RequestSigner({ ...settings, region }).sign(request, now)
  expect(ours.headers).toEqual(theirs.headers)
  expect(ours.headers['authorization']).toContain('Signature=')
  expect(request.headers).not.toHaveProperty('authorization')
})

it('a header that is given in two cases is signed as by the SDK', async () => {
  const settings = { service: 'dynamodb', region: 'ap-northeast-2', credentials }
  const now = new Date('2026-01-02T03:04:05.678Z')
  const given = {
    ...request,
    headers: { host: 'a.example', D: 'capital', d: 'small', 'x-e': '1', 'X-E': '2' },
  }
  const theirs = await new SignatureV4({ ...settings, sha256: Sha256 }).sign(given, { signingDate: now })
  expect((await new RequestSigner(settings).sign(given, now)).headers).toEqual(theirs.headers)
})

it('one signer signs as the SDK does after another day, and with credentials that were renewed', async () => {
  const settings = { service: 'dynamodb', region: 'ap-northeast-2' }
  let current = { ...credentials, sessionToken: 'one' }
  const signer = new RequestSigner({ ...settings, credentials: async () => current })
  const renewed = { accessKeyId: 'key', secretAccessKey: 'other', sessionToken: 'two' }
  for (const [given, day] of [
    [current, '2026-01-02'],
    [current, '2026-01-02'],
    [current, '2026-01-03'],
    [renewed, '2026-01-03'],
    [{ ...renewed, accessKeyId: 'new' }, '2026-01-03'],
  ] as const) {
    current = given
    const now = new Date(`${day}T03:04:05.678Z`)
    const sdk = new SignatureV4({ ...settings, credentials: given, sha256: Sha256 })
    const theirs = await sdk.sign(request, { signingDate: now })
    expect((await signer.sign(request, now)).headers).toEqual(theirs.headers)
  }
})

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((some) => some.isWellFormed())
/** Every header but those that a signature brings itself. */
const headerName = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,11}$/),
    fc.constantFrom(
      'host',
      'Content-Type',
      'user-agent',
      'X-Amzn-Trace-Id',
      'proxy-a',
      'sec-b',
      'x-amz-target',
      'TE',
    ),
  )
  .filter((name) => !/^(?:authorization|date|x-amz-(?:date|content-sha256|security-token))$/i.test(name))
const headerValue = fc.oneof(
  fc.stringMatching(/^[!-~]{1,40}$/),
  fc.string({
    unit: fc.constantFrom(' ', '\t', '\r', '\n', 'a', 'B', '\u00e4', '\u00a0', '가'),
    maxLength: 12,
  }),
)
const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  protocol: fc.constant('https:'),
  hostname: fc.constant('dynamodb.ap-northeast-2.amazonaws.com'),
  path: fc.oneof(
    fc.constantFrom('/', '//a/../b/./c/', '/a%20b/%EA%B0%80'),
    fc.array(text, { maxLength: 3 }).map((parts) => `/${parts.map(encodeURIComponent).join('/')}`),
  ),
  query: fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 3 }),
  headers: fc.dictionary(headerName, headerValue, { maxKeys: 6 }),
  body: fc.oneof(
    text,
    fc.constantFrom('', undefined),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  ),
})
const keys = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
  secretAccessKey: fc.stringMatching(/^[!-~]{1,40}$/),
  sessionToken: fc.option(fc.stringMatching(/^[!-~]{1,60}$/), { nil: undefined }),
})

it.each([true, false])(
  'any request is signed as by the SDK, by one signer: escaped paths %s',
  async (uriEscapePath) => {
    const settings = { service: 'dynamodb', region: 'ap-northeast-2', uriEscapePath }
    let current: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = credentials
    const signer = new RequestSigner({ ...settings, credentials: async () => current })
    const times = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    const both = fc.asyncProperty(requests, keys, times, async (given, { sessionToken, ...key }, now) => {
      current = { ...key, ...(sessionToken !== undefined && { sessionToken }) }
      const sdk = new SignatureV4({ ...settings, credentials: current, sha256: Sha256 })
      const theirs = await sdk.sign(given, { signingDate: now })
      const ours = await signer.sign(given, now)
      expect({ ...ours.headers }).toEqual({ ...theirs.headers })
    })
    await fc.assert(both, { numRuns: 1000 })
  },
)

const data = Buffer.from('가나다')

it.each([
  undefined,
  'key',
  new Uint8Array([1, 2]),
  new Uint8Array([1, 2]).buffer,
  new Uint8Array([0, 1, 2]).subarray(1),
])('a digest is that of node:crypto, also after a reset: key %j', async (key) => {
  const bytes = key instanceof ArrayBuffer ? new Uint8Array(key) : key
  const expected = bytes === undefined ? createHash('sha256') : createHmac('sha256', bytes)
  const hash = new Sha256(key)
  hash.update(Buffer.from('other'))
  hash.reset()
  hash.update(data.subarray(0, 4))
  hash.update(data.subarray(4))
  expect(Buffer.from(await hash.digest())).toEqual(expected.update(data).digest())
})
