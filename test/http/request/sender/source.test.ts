import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requestSource } from '../../../../lib/http/request/sender/source.ts'
import { secrets } from '../../../../lib/tokens/secrets.ts'

const peer = '192.0.2.1'
const viewer = '198.51.100.7:46532'
const secret = 'a secret that only CloudFront shows'
const sourceFor = (headers: Readonly<Record<string, string>>, originSecrets: readonly string[] = [secret]) =>
  requestSource({ headers: new Map(Object.entries(headers)), sourceIp: peer }, { originSecrets, secrets })
const behind = (address: string) =>
  sourceFor({ 'cloudfront-viewer-address': address, 'x-origin-verify': secret })

describe('the source of a request', () => {
  it("is the gateway's peer, whatever else the request says", () => {
    expect(sourceFor({})).toBe(peer)
    expect(sourceFor({ 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.7' })).toBe(peer)
  })

  it('is the viewer of CloudFront, with the origin secret', () => {
    expect(behind(viewer)).toBe('198.51.100.7')
  })

  it('is the viewer as well while the secret changes', () => {
    const headers = { 'cloudfront-viewer-address': viewer, 'x-origin-verify': secret }
    expect(sourceFor(headers, ['the next secret', secret])).toBe('198.51.100.7')
  })

  it.each([
    ['without the secret', {}],
    ['with a wrong one', { 'x-origin-verify': 'a guess' }],
    ['with an empty one', { 'x-origin-verify': '' }],
    ['with two, of which one is right', { 'x-origin-verify': `a guess,${secret}` }],
  ])('is no viewer %s', (_, shown) => {
    expect(sourceFor({ 'cloudfront-viewer-address': viewer, ...shown })).toBe(peer)
  })

  it('is no viewer where the stage has no secret', () => {
    const headers = { 'cloudfront-viewer-address': viewer, 'x-origin-verify': '' }
    expect(sourceFor(headers, [])).toBe(peer)
  })

  it.each([
    ['2001:db8:1:2:3:4:5:6:46532', '2001:db8:1:2'],
    ['2001:db8::7:46532', '2001:db8:0:0'],
    ['[2001:db8::7]:443', '2001:db8:0:0'],
    ['::1:80', '0:0:0:0'],
  ])('reads the address %s without its port', (address, source) => {
    expect(behind(address)).toBe(source)
  })

  it.each(['', '198.51.100.7', 'unknown', 'example.com:80', '198.51.100.7:46532, 203.0.113.1:80', ':80'])(
    'falls back to the peer for %j',
    (address) => {
      expect(behind(address)).toBe(peer)
    },
  )

  it('never lets a stranger choose it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (address, guess) => {
        fc.pre(guess !== secret)
        expect(sourceFor({ 'cloudfront-viewer-address': address, 'x-origin-verify': guess })).toBe(peer)
      }),
    )
  })
})
