import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Provider } from '../../../lib/flows/ports/provider.ts'
import { unlinkNotices } from '../../../lib/providers/naver/notices.ts'
import { toNaverApp } from '../../../lib/providers/naver/settings.ts'
import { sealNotice } from '../../../lib/stand-ins/naver/callback.ts'
import type { NaverStandIn } from '../../../lib/stand-ins/naver/stand-in.ts'
import { sure } from '../../support/people.ts'
import { visitAt } from '../visit-at.ts'
import { adapterFor, clients, startNaver } from './world.ts'

let naver: NaverStandIn
let provider: Provider
beforeAll(async () => {
  naver = await startNaver()
  provider = adapterFor(naver)
})
beforeEach(() => naver.heal())
afterAll(() => naver.stop())

const notices = () => sure(provider.unlinkNotices, 'notices')
const read = (parameters: Readonly<Record<string, string>>, of = notices()) =>
  of.read({ authorization: undefined, parameters })
const unasked = () => Promise.reject(new Error('nobody is asked'))
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
const id = 'aK7-siwoo_2v0xZqT9mB4nE1cR8wYhL5dJ3uPfGsQ6o'
const unlinked = { kind: 'unlinked', identity: { provider: 'naver', subject: id } }

describe('an unlink notice of Naver', () => {
  it('names the person, in an id that only we can read', () => {
    const sealed = sealNotice(clients, id, new Date())
    expect(JSON.stringify(sealed)).not.toContain(id)
    expect(read(sealed)).toEqual(unlinked)
  })

  it('is read as sealed by another implementation of the guide', () => {
    // By openssl: the MD5 of the secret as the key of AES-128-CBC and HMAC-SHA256, and an IV of sixteen 0x07.
    const sealed = {
      clientId: 'client-of-ours',
      encryptUniqueId:
        'BwcHBwcHBwcHBwcHBwcHB4zdLP6J9NR_pnXeaKRFegZVtkJpgnhb5gh8M6MDBA6TeEINcR_UxX8X4JgBEJyXPA==',
      timestamp: '1772323200',
      signature: 'oyo2tum_W4bKx4ImPfFnJy_QOF-DUWv7EvdGhfoEOdY=',
    }
    const thatDay = unlinkNotices(toNaverApp(clients), unasked, () => new Date('2026-03-01T00:00:01Z'))
    expect(read(sealed, thatDay)).toEqual(unlinked)
    expect(read(sealed)).toEqual({ kind: 'outdated' })
  })

  it('is read with padding at its ends as well', () => {
    const { signature = '', ...sealed } = sealNotice(clients, id, new Date())
    expect(read({ ...sealed, signature: `${signature}=` })).toEqual(unlinked)
  })

  it.each(['clientId', 'encryptUniqueId', 'timestamp', 'signature'])(
    'with a changed or missing %s is not authentic',
    (field) => {
      const { [field]: value = '', ...rest } = sealNotice(clients, id, new Date())
      const last = value.at(-2) === 'A' ? 'B' : 'A'
      const changed = `${value.slice(0, -2)}${last}${value.slice(-1)}`
      for (const wrong of [changed, '', `${value} `]) {
        expect(read({ ...rest, [field]: wrong })).toEqual({ kind: 'not_authentic' })
      }
      expect(read(rest)).toEqual({ kind: 'not_authentic' })
    },
  )

  it.each(['', 'A', '=', 'A'.repeat(42), 'A'.repeat(44), 'é', '{}'])(
    'with the signature "%s" is not authentic',
    (signature) => {
      expect(read({ ...sealNotice(clients, id, new Date()), signature })).toEqual({ kind: 'not_authentic' })
    },
  )

  it('sealed with another secret is not authentic', () => {
    const sealed = sealNotice({ ...clients, clientSecret: 'another' }, id, new Date())
    expect(read(sealed)).toEqual({ kind: 'not_authentic' })
  })

  it('sealed with an earlier secret is read while that secret is configured', () => {
    const sealed = sealNotice({ ...clients, clientSecret: 'the-old-one' }, id, new Date())
    const reissued = adapterFor(naver, { previousClientSecret: 'the-old-one' })
    expect(read(sealed, sure(reissued.unlinkNotices, 'notices'))).toEqual(unlinked)
    expect(read(sealed)).toEqual({ kind: 'not_authentic' })
    const empty = sealNotice({ ...clients, clientSecret: '' }, id, new Date())
    expect(read(empty)).toEqual({ kind: 'not_authentic' })
  })

  it('for another application of the same secret is malformed', () => {
    const sealed = sealNotice({ ...clients, clientId: 'client-of-theirs' }, id, new Date())
    expect(read(sealed)).toEqual({ kind: 'malformed' })
  })

  it.each(['', ' ', '가', 'x'.repeat(256)])(
    'about a person whom Naver cannot have ("%s") is malformed',
    (nobody) => {
      expect(read(sealNotice(clients, nobody, new Date()))).toEqual({ kind: 'malformed' })
    },
  )

  it.each([
    [0, 'unlinked'],
    [9 * 60, 'unlinked'],
    [-30, 'unlinked'],
    [11 * 60, 'outdated'],
    [24 * 3600, 'outdated'],
    [-120, 'outdated'],
  ])('that was signed %i seconds ago is %s', (seconds, kind) => {
    expect(read(sealNotice(clients, id, ago(seconds)))).toMatchObject({ kind })
  })
})

describe('whether a person is connected', () => {
  const arrive = () => provider.redeemCode(visitAt(provider, naver, 'siwoo'))

  it('is Naver’s answer to the stored token', async () => {
    const { identity, tokenToStore } = await arrive()
    expect(await notices().isConnected(identity, tokenToStore)).toBe(true)
    await naver.noticeUnlinked('siwoo').catch(() => undefined)
    expect(await notices().isConnected(identity, tokenToStore)).toBe(true)
    await provider.disconnection?.disconnect(
      identity,
      tokenToStore && { ...tokenToStore, renew: async () => {} },
    )
    expect(await notices().isConnected(identity, tokenToStore)).toBe(false)
  })

  it('is taken from the notice where no token was stored', async () => {
    const { identity } = await arrive()
    expect(await notices().isConnected(identity)).toBe(false)
  })

  it.each(['server_error', 'nonsense', 'rate_limited', 'slow'] as const)(
    'is taken from the notice when Naver answers with %s, since Naver sends it once',
    async (fault) => {
      const { identity, tokenToStore } = await arrive()
      naver.fail('/oauth2/token', fault)
      const before = performance.now()
      expect(await notices().isConnected(identity, tokenToStore)).toBe(false)
      expect(performance.now() - before).toBeLessThan(2500)
    },
  )
})
