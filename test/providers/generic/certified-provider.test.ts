import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CodeGrant } from '../../../lib/flows/ports/provider.ts'
import { createGenericOidc, type GenericOidcSettings } from '../../../lib/providers/oidc/generic.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import { faultOf } from '../fault-of.ts'
import { callbackOf } from '../visit-at.ts'
import { clientSecret, startCertifiedProvider, walk } from './certified-provider.ts'

// The package warns that its keys and its pages are for development.
beforeAll(() => {
  for (const method of ['info', 'warn'] as const)
    vi.spyOn(console, method).mockImplementation(() => undefined)
})
afterAll(() => vi.restoreAllMocks())

type Start = Parameters<typeof startCertifiedProvider>

/** Runs a visit up to the code at a provider with these settings. */
async function visit(
  [client, more]: Start,
  settings: Partial<GenericOidcSettings>,
  use: (adapter: ReturnType<typeof createGenericOidc>, grant: CodeGrant) => Promise<void>,
  interactive = false,
) {
  const provider = await startCertifiedProvider(client, more)
  try {
    const adapter = createGenericOidc(
      {
        issuer: provider.issuer,
        clientId: 'ours',
        clientSecret,
        scopes: ['profile', 'email', 'phone'],
        trust: { email: 'vouched', phone: 'vouched' },
        ...settings,
      },
      createProviderHttp(),
    )
    await adapter.prepare?.()
    const codeVerifier = randomBytes(32).toString('base64url')
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
    const request = { redirectUri: callbackOf('oidc'), state: 'state of a visit', nonce: 'nonce of a visit' }
    const back = await walk(adapter.authorizationUrl({ ...request, codeChallenge, interactive }))
    expect(back.get('state')).toBe(request.state)
    const [code, issuer] = [back.get('code') ?? '', back.get('iss') ?? '']
    await use(adapter, { ...request, code, issuer, codeVerifier, ...(interactive && { maxAge: 600 }) })
  } finally {
    await provider.stop()
  }
}

describe('a certified OpenID provider signs a person in', () => {
  const profile = {
    identity: { provider: 'oidc', subject: 'user1' },
    email: { value: 'haneul.kim@example.com', trust: 'vouched' },
    phone: { value: '+821012345678', trust: 'vouched' },
    name: '김하늘',
    birth: { year: 1990, monthDay: '0102', calendar: 'solar' },
  }

  test.each<[string, Start, Partial<GenericOidcSettings>]>([
    ['by a client whose secret travels in a header', [], {}],
    [
      'by a client whose secret travels in the form',
      [{ token_endpoint_auth_method: 'client_secret_post' }],
      {},
    ],
    [
      'by a public client',
      [{ token_endpoint_auth_method: 'none', client_secret: undefined }],
      { clientSecret: undefined },
    ],
    ['with the claims in the id_token', [{}, { conformIdTokenClaims: false }], {}],
  ])('%s', async (_, start, settings) => {
    await visit(start, settings, async (adapter, grant) => {
      const login = await adapter.redeemCode(grant)
      expect(login.identity).toEqual(profile.identity)
      expect(await adapter.fetchProfile(login)).toMatchObject(profile)
    })
  })

  test('anew where the client asks for presence, and the id_token says when', async () => {
    await visit(
      [],
      {},
      async (adapter, grant) => {
        const { signInAge } = await adapter.redeemCode(grant)
        expect(signInAge).toBeLessThan(60)
      },
      true,
    )
  })
})

describe('a certified OpenID provider', () => {
  test('refuses a code that was redeemed before', async () => {
    await visit([], {}, async (adapter, grant) => {
      await adapter.redeemCode(grant)
      expect((await faultOf(adapter.redeemCode(grant))).why).toBe('grant_invalid')
    })
  })

  test('refuses the code of a visit that another browser started', async () => {
    await visit([], {}, async (adapter, grant) => {
      const codeVerifier = randomBytes(32).toString('base64url')
      expect((await faultOf(adapter.redeemCode({ ...grant, codeVerifier }))).why).toBe('grant_invalid')
    })
  })

  test('ends a connection by revocation, and is content with a token that ended', async () => {
    await visit([], {}, async (adapter, grant) => {
      const { identity, tokenToStore } = await adapter.redeemCode(grant)
      const stored = tokenToStore && { ...tokenToStore, renew: async () => undefined }
      const disconnect = () => adapter.disconnection?.disconnect(identity, stored)
      expect([await disconnect(), await disconnect()]).toEqual(['ended', 'ended'])
    })
  })
})
