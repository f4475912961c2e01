import { createSecretKey } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { sure } from '../support/people.ts'
import { problemOf } from '../support/world.ts'
import { issuer, later, now, openStage, partsOf, type Stage, transactionOf } from './mints.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})

const seal = async (more: Parameters<typeof transactionOf>[0] = {}) =>
  (await stage.at()).oauthRequests.seal(transactionOf(more))
const refuses = async (text: string, moment = now) => {
  const { oauthRequests: transactions } = await stage.at(moment)
  expect((await problemOf(transactions.open(text))).code).toBe('invalid_transaction')
}

describe('a sealed OAuth request', () => {
  it.each([
    ['a redirect visit', {}],
    [
      'a redirect visit without a state of the client',
      { flow: { kind: 'redirect', redirectUri: 'https://www.example.com/done' } },
    ],
    ['a direct visit', { flow: { kind: 'direct' }, locale: 'en' }],
  ] as const)('opens unchanged: %s', async (_, more) => {
    const transaction = transactionOf(more)
    const { oauthRequests: transactions } = await stage.at()
    expect(await transactions.open(await transactions.seal(transaction))).toEqual(transaction)
  })

  it('hides its content: our secrets and its target', async () => {
    const { header, parts } = partsOf(await seal())
    expect(header).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      typ: 'transaction+jwe',
      kid: sure(stage.keys.sealing[0]).kid,
    })
    const rest = parts.slice(1).map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    for (const secret of ['our-secret', 'our-nonce', 'example.com', 'kakao']) {
      expect(rest.join()).not.toContain(secret)
    }
  })

  it('fits into a cookie', async () => {
    const redirectUri = `https://www.example.com/${'a'.repeat(400)}`
    const sealed = await seal({ flow: { kind: 'redirect', redirectUri, clientState: 's'.repeat(400) } })
    expect(sealed.length).toBeLessThan(3800)
  })

  it('expires by the clock of the product', async () => {
    const sealed = await seal({ expiresAt: later(600) })
    await expect((await stage.at(later(599))).oauthRequests.open(sealed)).resolves.toBeDefined()
    await refuses(sealed, later(600))
  })

  it.each([0, 2, 3, 4])('cannot be changed in its part %i', async (index) => {
    const { parts } = partsOf(await seal())
    const part = Buffer.from(sure(parts[index]), 'base64url')
    part[0] = sure(part[0]) ^ 1
    await refuses(parts.with(index, part.toString('base64url')).join('.'))
  })

  it('opens under an older key while that key is kept, and never under a removed one', async () => {
    const sealed = await seal()
    const fresh = await makeKeys(now)
    const rotated = await stage.at(now, rotateKeys(stage.keys, fresh, { now }))
    await expect(rotated.oauthRequests.open(sealed)).resolves.toBeDefined()
    const retired = await stage.at(now, { ...stage.keys, sealing: fresh.sealing })
    expect((await problemOf(retired.oauthRequests.open(sealed))).code).toBe('invalid_transaction')
  })

  it('is sealed with the newest key', async () => {
    const fresh = await makeKeys(now)
    const { oauthRequests: transactions } = await stage.at(now, rotateKeys(stage.keys, fresh, { now }))
    const { header } = partsOf(await transactions.seal(transactionOf()))
    expect(header['kid']).toBe(sure(fresh.sealing[0]).kid)
  })
})

describe('opening an OAuth request', () => {
  const claims = () => {
    const { expiresAt: _, ...sealed } = transactionOf()
    return { ...sealed, iss: issuer, exp: later(600).getTime() / 1000 }
  }
  /** Sealed by our own key, and different from a valid one in the given values. */
  async function sealedAs(more: Record<string, unknown>, header: Record<string, string> = {}) {
    const { kid, key } = sure(stage.keys.sealing[0])
    return new EncryptJWT(JSON.parse(JSON.stringify({ ...claims(), ...more })))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'transaction+jwe', kid, ...header })
      .encrypt(createSecretKey(Buffer.from(key, 'base64url')))
  }

  it('accepts the valid request that the others differ from', async () => {
    await expect((await stage.at()).oauthRequests.open(await sealedAs({}))).resolves.toBeDefined()
  })

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example.com' }],
    ['no expiry', { exp: undefined }],
    ['a provider that we do not speak', { provider: 'myspace' }],
    ['a client that can be no client', { clientId: '../web' }],
    ['no id', { id: undefined }],
    ['a flow that we do not know', { flow: { kind: 'implicit' } }],
    ['no challenge', { codeChallenge: undefined }],
  ])('refuses %s', async (_, more) => {
    await refuses(await sealedAs(more))
  })

  it('refuses a value that was sealed for another purpose', async () => {
    await refuses(await sealedAs({}, { typ: 'provider-token+jwe' }))
    await refuses(await sealedAs({}, { typ: '' }))
  })

  it('refuses an absent key', async () => {
    await refuses(await sealedAs({}, { kid: 'unknown' }))
  })

  it('refuses every header but the one it writes', async () => {
    await refuses(await sealedAs({}, { cty: 'JWT' }))
  })

  it('refuses a short tag, a short initialization vector, and the same bytes in other letters', async () => {
    const { parts } = partsOf(await seal())
    const [, , iv = '', sealed = '', tag = ''] = parts
    await refuses(parts.with(4, tag.slice(0, 16)).join('.'))
    await refuses(parts.with(2, iv.slice(0, 12)).join('.'))
    await refuses(parts.with(1, iv).join('.'))
    await refuses([...parts, ''].join('.'))
    for (const index of [2, 3, 4]) await refuses(parts.with(index, `${parts[index]}!`).join('.'))
    expect(sealed).not.toBe('')
  })
})
