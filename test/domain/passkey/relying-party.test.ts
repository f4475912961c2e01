import { describe, expect, it } from 'vitest'
import { relyingPartyFaults } from '../../../lib/domain/passkey/relying-party.ts'

const app = `android:apk-key-hash:${'A'.repeat(43)}`
const faults = (rpId: string, origins: readonly string[], allowsLocalhost = false) =>
  relyingPartyFaults({ rpId, rpName: 'Mokkoji', origins }, allowsLocalhost)

describe('a relying party', () => {
  it.each([
    ['example.com', ['https://example.com', 'https://www.example.com', 'https://a.b.example.com:8443', app]],
    ['login.example.co.kr', ['https://login.example.co.kr']],
    ['xn--hq1bm8jm9l.kr', ['https://xn--hq1bm8jm9l.kr']],
  ])('%s fits %j', (rpId, origins) => {
    expect(faults(rpId, origins)).toEqual([])
  })

  it.each([
    'localhost',
    'https://example.com',
    'example.com:443',
    'Example.com',
    'com',
    '192.0.2.1',
    '[::1]',
    '-a.com',
    'example..com',
    '',
  ])('is not called %s', (rpId) => {
    expect(faults(rpId, ['https://example.com'])).toMatchObject([{ at: ['rpId'] }])
  })

  it.each([
    'http://example.com',
    'https://example.com/',
    'https://badexample.com',
    'https://example.com.evil.net',
    'https://other.com',
    'https://192.0.2.1',
    'android:apk-key-hash:short',
    `android:apk-key-hash:${'A'.repeat(43)}=`,
    'ios:bundle-id:com.example',
    '*',
    'null',
  ])('of example.com is not used at %s', (origin) => {
    expect(faults('example.com', ['https://example.com', origin])).toMatchObject([{ at: ['origins', 1] }])
  })

  it('is used somewhere', () => {
    expect(faults('example.com', [])).toMatchObject([{ at: ['origins'] }])
  })

  it('is localhost on a laptop only, there by plain http as well', () => {
    expect(faults('localhost', ['http://localhost:3000', 'https://localhost'], true)).toEqual([])
    expect(faults('example.com', ['http://example.com'], true)).toMatchObject([{ at: ['origins', 0] }])
    expect(faults('localhost', ['http://127.0.0.1:3000'], true)).toMatchObject([{ at: ['origins', 0] }])
  })
})
