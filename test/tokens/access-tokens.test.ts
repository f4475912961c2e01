import { createPrivateKey, sign } from 'node:crypto'
import {
  createLocalJWKSet,
  generateKeyPair,
  importJWK,
  type JWTHeaderParameters,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../lib/domain/member/member.ts'
import { makeKeys, type StageKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { fieldsOf } from '../support/fields.ts'
import { sure } from '../support/people.ts'
import { problemOf } from '../support/world.ts'
import { issuer, later, now, openStage, partsOf, type Stage, sessionOf } from './mints.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})

const issue = async (session: Session, moment = now): Promise<string> =>
  (await (await stage.at(moment)).access.issue(session)).accessToken

/** Another service: it knows only the published keys and our issuer. */
async function verifyElsewhere(token: string, moment = now) {
  const { publicKeys } = await stage.at()
  const keys = createLocalJWKSet(JSON.parse(JSON.stringify(publicKeys)))
  return jwtVerify(token, keys, {
    issuer,
    audience: issuer,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    currentDate: moment,
  })
}

describe('an access token', () => {
  it('has the claims of RFC 9068 for every holder of the published keys', async () => {
    const session = sessionOf({ externalId: 'old-1' })
    const { payload, protectedHeader } = await verifyElsewhere(await issue(session))
    const seconds = now.getTime() / 1000
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: sure(stage.keys.signing[0]).kid })
    expect(payload).toEqual({
      iss: issuer,
      aud: issuer,
      sub: session.memberId,
      client_id: 'web',
      sid: session.id,
      iat: seconds,
      exp: seconds + 600,
      auth_time: seconds - 3600,
      amr: ['kakao'],
      external_id: 'old-1',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  it('has no external id for a member without one, and differs each time', async () => {
    const session = sessionOf()
    const [first, second] = [await issue(session), await issue(session)]
    const said = (await verifyElsewhere(first)).payload
    expect(said).not.toHaveProperty('external_id')
    expect((await verifyElsewhere(second)).payload.jti).not.toBe(said.jti)
  })

  it('gives back its session', async () => {
    const session = sessionOf()
    const { access } = await stage.at()
    expect(await access.read(await issue(session), 'fresh_enough')).toEqual({
      memberId: session.memberId,
      sessionId: session.id,
      clientId: 'web',
      authTime: later(-3600),
    })
  })

  it('lives ten minutes by the clock of the product', async () => {
    const token = await issue(sessionOf())
    await expect((await stage.at(later(599))).access.read(token, 'fresh_enough')).resolves.toBeDefined()
    const { access } = await stage.at(later(600))
    expect((await problemOf(access.read(token, 'fresh_enough'))).code).toBe('invalid_token')
    await expect(access.read(token, 'expired_will_do')).resolves.toBeDefined()
    await expect(verifyElsewhere(token, later(600))).rejects.toThrow('exp')
  })

  it('stays valid when the keys rotate, until its key is gone', async () => {
    const token = await issue(sessionOf())
    const fresh = await makeKeys(later(60))
    const rotated = rotateKeys(stage.keys, fresh, { now: later(60) })
    const { access, publicKeys } = await stage.at(now, rotated)
    await expect(access.read(token, 'fresh_enough')).resolves.toBeDefined()
    expect(publicKeys.keys).toHaveLength(2)
    const retired = await stage.at(now, { ...rotated, signing: fresh.signing })
    expect((await problemOf(retired.access.read(token, 'fresh_enough'))).code).toBe('invalid_token')
  })
})

describe('the published keys', () => {
  it('are public, and name their use', async () => {
    const { publicKeys } = await stage.at()
    expect(publicKeys.keys).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid: sure(stage.keys.signing[0]).kid,
        alg: 'ES256',
        use: 'sig',
      },
    ])
  })
})

describe('reading an access token', () => {
  const refuses = async (token: string, age: 'fresh_enough' | 'expired_will_do' = 'fresh_enough') => {
    const { access } = await stage.at()
    expect(await problemOf(access.read(token, age))).toMatchObject({ code: 'invalid_token', extras: {} })
  }

  const seconds = now.getTime() / 1000
  /** A token by our own key that differs from a valid one in the given values. `undefined` removes a claim. */
  async function signed(
    claims: Record<string, unknown> = {},
    header: Partial<JWTHeaderParameters> = {},
    keys: StageKeys = stage.keys,
  ): Promise<string> {
    const { memberId: sub, id: sid } = sessionOf()
    const { kid, jwk } = sure(keys.signing[0])
    const good = { iss: issuer, aud: issuer, sub, sid, client_id: 'web', auth_time: seconds }
    const payload = { ...good, iat: seconds, exp: seconds + 600, ...claims }
    return new SignJWT(JSON.parse(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
      .sign(await importJWK({ ...jwk }, 'ES256'))
  }

  it('accepts the valid token that the others differ from', async () => {
    const { access } = await stage.at()
    await expect(access.read(await signed(), 'fresh_enough')).resolves.toBeDefined()
  })

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example.com' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: `${issuer}/register` }],
    ['no audience', { aud: undefined }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is a text', { exp: `${seconds + 600}` }],
    ['no time of issue', { iat: undefined }],
    ['a time that it is not good before', { nbf: seconds + 60 }],
    ['no member', { sub: undefined }],
    ['a member that is no id of ours', { sub: 'admin' }],
    ['no session', { sid: undefined }],
    ['a client that is a list', { client_id: ['web'] }],
    ['a sign-in at half a second', { auth_time: seconds + 0.5 }],
  ])('refuses %s', async (_, claims) => {
    await refuses(await signed(claims))
  })

  it.each([
    ['an id_token', 'JWT'],
    ['a register token', 'register+jwt'],
    ['nothing', ''],
  ])('refuses a token of the type %s', async (_, typ) => {
    await refuses(await signed({}, { typ }))
  })

  it('refuses an unknown key, and one of another stage under our name', async () => {
    await refuses(await signed({}, { kid: 'unknown' }))
    const { kid } = sure(stage.keys.signing[0])
    await refuses(await signed({}, { kid }, await makeKeys(now)))
  })

  it('refuses every algorithm but its own', async () => {
    const { kid, jwk } = sure(stage.keys.signing[0])
    const { payload } = await verifyElsewhere(await signed())
    const header = { typ: 'at+jwt', kid }
    const publicText = new TextEncoder().encode(JSON.stringify({ x: jwk['x'], y: jwk['y'] }))
    const rsa = await generateKeyPair('RS256')
    await refuses(await new SignJWT(payload).setProtectedHeader({ ...header, alg: 'HS256' }).sign(publicText))
    await refuses(
      await new SignJWT(payload).setProtectedHeader({ ...header, alg: 'RS256' }).sign(rsa.privateKey),
    )
    await refuses(new UnsecuredJWT(payload).encode())
  })

  it('refuses a changed claim, a cut signature, and text that is no token', async () => {
    const { parts } = partsOf(await signed())
    const [header = '', payload = '', signature = ''] = parts
    const said: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const other = Buffer.from(JSON.stringify({ ...fieldsOf(said), sub: sessionOf().memberId })).toString(
      'base64url',
    )
    await refuses([header, other, signature].join('.'))
    await refuses([header, payload, signature.slice(0, -4)].join('.'))
    await refuses([header, payload, ''].join('.'))
    for (const text of ['', '.', '..', 'a.b.c', 'null', '{}', 'x'.repeat(8192)]) await refuses(text)
  })

  it.each([
    ['one with another field', { crv: 'P-256' }],
    ['one that wants an extension understood', { crit: ['b64'], b64: true }],
    ['one that brings a key', { jwk: { kty: 'oct', k: '' } }],
  ])('refuses every header but the one it writes: %s', async (_, more) => {
    await refuses(await signed({}, more))
  })

  it('refuses the same bytes in other letters', async () => {
    const { parts } = partsOf(await signed())
    const [header = '', payload = '', signature = ''] = parts
    const bytes = Buffer.from(signature, 'base64url')
    for (const same of [`${signature}=`, `${signature}!`, ` ${signature}`, bytes.toString('base64')]) {
      expect(Buffer.from(same, 'base64url')).toEqual(bytes)
      if (same !== signature) await refuses([header, payload, same].join('.'))
    }
    await refuses([header, payload, signature, ''].join('.'))
    await refuses([`${header}=`, payload, signature].join('.'))
  })

  it('refuses a right signature in the form of certificates, which is DER', async () => {
    const [header = '', payload = ''] = partsOf(await signed()).parts
    const key = createPrivateKey({ key: sure(stage.keys.signing[0]).jwk, format: 'jwk' })
    const text = `${header}.${payload}`
    const der = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'der' }).toString('base64url')
    const two = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
    await expect((await stage.at()).access.read(`${text}.${two}`, 'fresh_enough')).resolves.toBeDefined()
    await refuses(`${text}.${der}`)
  })

  it('refuses one that is not valid yet, and one for several audiences', async () => {
    await refuses(await signed({ nbf: seconds + 1 }))
    await refuses(await signed({ aud: [issuer] }))
    await refuses(await signed({ exp: `${seconds + 600}` }))
  })

  it('ignores the age, and nothing else, where an expired token is allowed', async () => {
    const { access } = await stage.at()
    const expired = await signed({ iat: seconds - 7200, exp: seconds - 6600 })
    await expect(access.read(expired, 'expired_will_do')).resolves.toBeDefined()
    await refuses(await signed({ iss: 'https://elsewhere.example.com' }), 'expired_will_do')
    await refuses(await signed({ exp: undefined }), 'expired_will_do')
    await refuses(await signed({}, { kid: 'unknown' }), 'expired_will_do')
  })
})
