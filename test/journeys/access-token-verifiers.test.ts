import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { JwtVerifier } from 'aws-jwt-verify'
import { auth } from 'express-oauth2-jwt-bearer'
import { createVerifier } from 'fast-jwt'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import jwksClient from 'jwks-rsa'
import { describe, expect, vi } from 'vitest'
import type { AccessTokenForm } from '../../lib/domain/session/access-token-form.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { makeKeys, withSharedSecret } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { readStoredSecret, writeStoredSecret } from '../../lib/tokens/stored-secret.ts'
import { fieldsOf } from '../support/fields.ts'
import { sure } from '../support/people.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { checkAsPyJwt, checkAsSpring } from '../support/verifier-checks.ts'

/*
 * The other services of a stage verify access tokens with the library that they have, and know nothing but the issuer's
 * address, the audience and the algorithm; for HS256 a secret that both have.
 */

const audience = 'https://api.shop.example'
/** The secret of an older service, as its settings have it. */
const sharedText = 'the-secret-of-an-old-django-site-0123456789'

/** An `it` with a stage whose access tokens have this form. */
const withForm = (form: Partial<AccessTokenForm>) =>
  testWithStack(async () => {
    const made = await makeKeys(new Date(0), form.algorithm)
    const keys = form.algorithm === 'HS256' ? withSharedSecret(made, sharedText, new Date(0)) : made
    return {
      environment: {
        IEUM_TOKENS: JSON.stringify({ ...form, audience }),
        IEUM_SECRETS: JSON.stringify(keys),
      },
    }
  })

let token: string
let memberId: string

/** Signs a member up, whose token the libraries verify. */
const signUp = async (stack: TestStack) => {
  const who = visitor(stack, { client: 'app' })
  const { body } = await who.emailSignUp('member@example.com')
  token = sure(who.accessToken)
  memberId = String(fieldsOf(body['member'])['id'])
}

const fetched = async (stack: TestStack, path: string): Promise<Record<string, unknown>> =>
  fieldsOf(await (await fetch(`${stack.origin}${path}`)).json())

/** The address of the keys, as the discovery document tells it. */
const keysAddress = async (stack: TestStack): Promise<string> =>
  String((await fetched(stack, '/.well-known/openid-configuration'))['jwks_uri'])

/** A token whose member is another one, with the signature of this one. */
const forged = (): string => {
  const [header, payload = '', signature] = token.split('.')
  const claims = fieldsOf(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  const other = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' })).toString('base64url')
  return [header, other, signature].join('.')
}

type Verifier = (token: string, audience: string) => Promise<unknown>

/** Each library on one line: it accepts our token, and neither a forged one nor one for another audience. */
function accepts(
  verifierOf: (stack: TestStack) => Promise<Verifier>,
): (fixtures: { stack: TestStack }) => Promise<void> {
  return async ({ stack }) => {
    const verify = await verifierOf(stack)
    expect(await verify(token, audience)).toMatchObject({ sub: memberId, aud: audience, iss: stack.origin })
    await expect(verify(forged(), audience)).rejects.toThrow()
    await expect(verify(token, 'https://elsewhere.example')).rejects.toThrow()
  }
}

const byJsonwebtoken =
  (
    stack: TestStack,
    key: jsonwebtoken.Secret | jsonwebtoken.GetPublicKeyOrSecret,
    algorithm: 'ES256' | 'RS256' | 'HS256',
  ): Verifier =>
  (given, wanted) =>
    new Promise((resolve, reject) => {
      const options = { algorithms: [algorithm], issuer: stack.origin, audience: wanted }
      jsonwebtoken.verify(given, key, options, (error, claims) => (error ? reject(error) : resolve(claims)))
    })

const byExpress =
  (options: Parameters<typeof auth>[0]): Verifier =>
  async (given, wanted) => {
    // What the middleware reads of a request of Express.
    const headers = new Map([['Host', 'api.shop.example']])
    const request = {
      headers: { authorization: `Bearer ${given}` },
      method: 'GET',
      protocol: 'https',
      originalUrl: '/orders',
      query: {},
      body: {},
      get: (name: string) => headers.get(name),
      is: () => false,
    }
    const middleware = auth({ ...options, audience: wanted })
    await new Promise<void>((resolve, reject) => {
      const next = (error?: unknown) => (error === undefined ? resolve() : reject(error))
      Reflect.apply(middleware, undefined, [request, {}, next])
    })
    return fieldsOf(fieldsOf(Reflect.get(request, 'auth'))['payload'])
  }

/** The first published key as PEM, for libraries that fetch no keys. */
const pem = async (stack: TestStack): Promise<string> => {
  const { keys } = await fetched(stack, '/.well-known/jwks.json')
  const [key]: JsonWebKey[] = Array.isArray(keys) ? keys : []
  return createPublicKey({ key: sure(key), format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
}

const forms = [
  { algorithm: 'ES256', typ: 'at+jwt' },
  { algorithm: 'RS256', typ: 'at+jwt' },
  { algorithm: 'RS256', typ: 'JWT' },
] as const
const ofEachForm = forms.map((form) => ({ ...form, it: withForm(form) }))
describe.each(ofEachForm)('an access token by $algorithm with the type $typ', ({ algorithm, typ, it }) => {
  it.beforeAll(({ stack }) => signUp(stack))

  it('says its form in the header', () => {
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: algorithm, typ })
  })

  it.for(['openid-configuration', 'oauth-authorization-server'])(
    'is described by %s',
    async (name, { stack }) => {
      expect(await fetched(stack, `/.well-known/${name}`)).toMatchObject({
        issuer: stack.origin,
        jwks_uri: `${stack.origin}/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: [algorithm],
      })
    },
  )

  it(
    'is verified by jose',
    accepts(async (stack) => {
      const keys = createRemoteJWKSet(new URL(await keysAddress(stack)))
      return async (given, wanted) => {
        const options = { issuer: stack.origin, audience: wanted, algorithms: [algorithm], typ }
        return (await jwtVerify(given, keys, options)).payload
      }
    }),
  )

  it(
    'is verified by jsonwebtoken with jwks-rsa',
    accepts(async (stack) => {
      const client = jwksClient({ jwksUri: await keysAddress(stack) })
      return byJsonwebtoken(
        stack,
        (header, done) => {
          client.getSigningKey(header.kid).then(
            (key) => done(null, key.getPublicKey()),
            (error: Error) => done(error),
          )
        },
        algorithm,
      )
    }),
  )

  it(
    'is verified by fast-jwt',
    accepts(async (stack) => {
      const key = await pem(stack)
      return async (given, allowedAud) => {
        const verify = createVerifier({ key, algorithms: [algorithm], allowedIss: stack.origin, allowedAud })
        const claims: unknown = verify(given)
        return claims
      }
    }),
  )

  it(
    'is verified by aws-jwt-verify',
    accepts(async (stack) => {
      const { keys } = await fetched(stack, '/.well-known/jwks.json')
      return async (given, wanted) => {
        const jwksUri = 'https://auth.shop.example/.well-known/jwks.json'
        const verifier = JwtVerifier.create({ issuer: stack.origin, audience: wanted, jwksUri })
        // The library fetches over https alone, so a laptop hands the keys over.
        verifier.cacheJwks(JSON.parse(JSON.stringify({ keys })))
        return verifier.verify(given)
      }
    }),
  )

  it(
    'is verified by express-oauth2-jwt-bearer',
    accepts(async (stack) =>
      byExpress({
        issuer: stack.origin,
        jwksUri: await keysAddress(stack),
        tokenSigningAlg: algorithm,
        strict: typ === 'at+jwt',
      }),
    ),
  )
})

/** The published keys. */
const publishedKeys = async (stack: TestStack): Promise<readonly JsonWebKey[]> => {
  const { keys } = await fetched(stack, '/.well-known/jwks.json')
  return Array.isArray(keys) ? keys : []
}

const bySpring = (['ES256', 'RS256'] as const).map((algorithm) => ({
  algorithm,
  it: withForm({ algorithm, typ: 'JWT' }),
}))
describe.each(bySpring)('the libraries that no test runs, by $algorithm', ({ algorithm, it }) => {
  it.beforeAll(({ stack }) => signUp(stack))

  it(
    'make the checks of PyJWT, as the page for Django configures it',
    accepts(async (stack) => {
      const keys = await publishedKeys(stack)
      return async (given, wanted) =>
        checkAsPyJwt(given, keys, { issuer: stack.origin, audience: wanted, algorithm })
    }),
  )

  it(
    'make the checks of Nimbus, as the page for Spring configures it',
    accepts(async (stack) => {
      const keys = await publishedKeys(stack)
      return async (given, wanted) =>
        checkAsSpring(given, keys, { issuer: stack.origin, audience: wanted, algorithm })
    }),
  )

  it('refuse another algorithm, another issuer, an unknown key and a token that has run out', async ({
    stack,
  }) => {
    const keys = await publishedKeys(stack)
    const settings = { issuer: stack.origin, audience, algorithm }
    for (const check of [checkAsPyJwt, checkAsSpring]) {
      const other = algorithm === 'ES256' ? 'RS256' : 'ES256'
      expect(() => check(token, keys, { ...settings, algorithm: other })).toThrow('algorithm')
      expect(() => check(token, keys, { ...settings, issuer: 'https://elsewhere.example' })).toThrow('iss')
      expect(() => check(token, [], settings)).toThrow('kid')
      vi.useFakeTimers({ now: Date.now() + 12 * 60_000, toFake: ['Date'] })
      try {
        expect(() => check(token, keys, settings)).toThrow('exp')
      } finally {
        vi.useRealTimers()
      }
    }
  })
})

const itHasTyp = withForm({ algorithm: 'ES256', typ: 'at+jwt' })
describe('the type at+jwt', () => {
  const it = itHasTyp
  it.beforeAll(({ stack }) => signUp(stack))

  it('is refused by the checks of Spring, so a stage for it takes JWT, and not by those of PyJWT', async ({
    stack,
  }) => {
    const keys = await publishedKeys(stack)
    const settings = { issuer: stack.origin, audience, algorithm: 'ES256' } as const
    expect(() => checkAsSpring(token, keys, settings)).toThrow('typ')
    expect(checkAsPyJwt(token, keys, settings)).toMatchObject({ sub: memberId })
  })
})

const itSharesSecret = withForm({ algorithm: 'HS256', typ: 'JWT' })
describe('an access token by HS256', () => {
  const it = itSharesSecret
  it.beforeAll(({ stack }) => signUp(stack))

  it('is signed by a secret that is never published', async ({ stack }) => {
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'HS256', typ: 'JWT' })
    expect(await fetched(stack, '/.well-known/jwks.json')).toEqual({ keys: [] })
  })

  it(
    'is verified by jsonwebtoken with the secret of the service',
    accepts(async (stack) => byJsonwebtoken(stack, sharedText, 'HS256')),
  )

  it(
    'is verified by fast-jwt with the secret of the service',
    accepts(async (stack) => async (given, allowedAud) => {
      const options = {
        key: sharedText,
        algorithms: ['HS256' as const],
        allowedIss: stack.origin,
        allowedAud,
      }
      const claims: unknown = createVerifier(options)(given)
      return claims
    }),
  )

  it(
    'is verified by jose with the secret of the service',
    accepts(async (stack) => async (given, wanted) => {
      const key = new TextEncoder().encode(sharedText)
      const options = { issuer: stack.origin, audience: wanted, algorithms: ['HS256'] }
      return (await jwtVerify(given, key, options)).payload
    }),
  )

  it(
    'is verified by express-oauth2-jwt-bearer with the secret of the service',
    accepts(async (stack) =>
      byExpress({ issuer: stack.origin, secret: sharedText, tokenSigningAlg: 'HS256' }),
    ),
  )

  it(
    'passes the checks of PyJWT with the secret of the service',
    accepts(async (stack) => async (given, wanted) => {
      const settings = { issuer: stack.origin, audience: wanted, algorithm: 'HS256' } as const
      return checkAsPyJwt(given, sharedText, settings)
    }),
  )

  it('opens the member’s own doors, and the secret signs no other kind of token', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.emailSignUp('another@example.com')
    expect((await who.me()).status).toBe(200)
    expect(decodeProtectedHeader(await who.prove('third@example.com', 'sign_up'))).toMatchObject({
      alg: 'ES256',
    })
  })
})

const rotating = (['ES256', 'RS256', 'HS256'] as const).map((algorithm) => ({
  algorithm,
  it: withForm({ algorithm }),
}))
describe.each(rotating)('a rotation of the key for $algorithm', ({ algorithm, it }) => {
  it.beforeAll(({ stack }) => signUp(stack))

  it('keeps the tokens of the earlier key good, and signs by the newer one once every container knows it', async ({
    stack,
  }) => {
    const who = visitor(stack, { client: 'app' })
    await who.emailSignUp('rotating@example.com')
    const before = sure(who.accessToken)
    const { keys, credentials } = readStoredSecret(sure(process.env['IEUM_SECRETS']))
    const fresh = await makeKeys(new Date(1_000_000), algorithm)
    const rotated = rotateKeys(keys, fresh, { now: new Date() })
    const restore = setEnvironment({ IEUM_SECRETS: writeStoredSecret({ keys: rotated, credentials }) })
    try {
      forgetWorld()
      expect((await who.me()).status).toBe(200)
      await who.refresh()
      expect(decodeProtectedHeader(sure(who.accessToken)).kid).not.toBe(decodeProtectedHeader(before).kid)
      expect((await who.me()).status).toBe(200)
      const published = await fetched(stack, '/.well-known/jwks.json')
      expect(published['keys']).toHaveLength(algorithm === 'HS256' ? 0 : 2)
    } finally {
      restore()
      forgetWorld()
    }
  })
})
