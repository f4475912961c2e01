import { describe, expect, it } from 'vitest'
import { lifetimes } from '../../lib/domain/values/lifetimes.ts'
import { startDirect, startRedirect } from '../../lib/flows/login.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { nothingKept } from '../support/kept.ts'
import { sure } from '../support/people.ts'
import { beginning, openWorld, origin, problemOf } from '../support/world.ts'
import { codeChallenge } from './visits.ts'

const registered = 'https://www.example.com/done'
const redirect = (over: Partial<Parameters<typeof startRedirect>[1]> = {}) =>
  ({
    provider: 'kakao',
    clientId: 'web',
    codeChallenge,
    redirectUri: registered,
    state: 'client-state',
    locale: 'en',
    ...over,
  }) as const
const direct = (over: Partial<Parameters<typeof startDirect>[1]> = {}) =>
  ({ provider: 'kakao', clientId: 'app', codeChallenge, locale: 'ko', ...over }) as const

describe('starting a visit by redirect', () => {
  it('seals the rights of the callback, and nothing else', async () => {
    const world = openWorld()
    const started = await startRedirect(world, redirect())
    const sealed = await world.tokens.oauthRequests.open(started.transaction)
    expect(sealed).toEqual({
      id: expect.any(String),
      provider: 'kakao',
      clientId: 'web',
      flow: { kind: 'redirect', redirectUri: registered, clientState: 'client-state' },
      codeChallenge,
      state: started.state,
      nonce: started.nonce,
      codeVerifier: expect.stringMatching(/^[\w-]{43}$/),
      providerRedirectUri: `${origin}/callback/kakao`,
      locale: 'en',
      expiresAt: new Date(beginning.getTime() + lifetimes.oauthRequest * 1000),
    })
  })

  it('shows the provider the hash of our own secret, and returns to our own address', async () => {
    const world = openWorld()
    const { transaction, state, nonce, authorizationUrl } = await startRedirect(world, redirect())
    const { codeVerifier } = await world.tokens.oauthRequests.open(transaction)
    expect(world.kakao.authorizations).toEqual([
      {
        redirectUri: `${origin}/callback/kakao`,
        state,
        nonce,
        codeChallenge: secrets.hash(codeVerifier),
        interactive: false,
      },
    ])
    expect(authorizationUrl).toBe(`https://provider.example/authorize?state=${state}`)
  })

  it('keeps no client state where the client gave none', async () => {
    const world = openWorld()
    const { transaction } = await startRedirect(world, redirect({ state: undefined }))
    const { flow } = await world.tokens.oauthRequests.open(transaction)
    expect(flow).toEqual({ kind: 'redirect', redirectUri: registered })
  })

  it('makes secrets that are new each time and differ from each other', async () => {
    const world = openWorld()
    const visits = [await startRedirect(world, redirect()), await startRedirect(world, redirect())]
    const verifiers = visits.map(async ({ transaction }) => {
      const { codeVerifier, id } = await world.tokens.oauthRequests.open(transaction)
      return [codeVerifier, id]
    })
    const all = [
      ...visits.flatMap(({ state, nonce }) => [state, nonce]),
      ...(await Promise.all(verifiers)).flat(),
    ]
    expect(new Set(all).size).toBe(8)
  })

  it.each([
    ['a path more', `${registered}/`],
    ['another case', 'https://www.example.com/Done'],
    ['another query', `${registered}?from=elsewhere`],
    ['a fragment', `${registered}#top`],
    ['another port', 'https://www.example.com:8443/done'],
    ['credentials', 'https://user@www.example.com/done'],
    ['another host that begins alike', 'https://www.example.com.attacker.example/done'],
    ["another client's", 'https://app.example.com/done'],
    ['nothing', ''],
  ])('refuses a redirect that differs from every registered one by %s', async (_, redirectUri) => {
    const world = openWorld()
    const problem = await problemOf(startRedirect(world, redirect({ redirectUri })))
    expect(problem).toMatchObject({
      code: 'invalid_request',
      extras: {
        errors: [
          {
            pointer: '/redirectUri',
            detail: expect.objectContaining({ en: 'is not registered for this client' }),
          },
        ],
      },
    })
    expect(world.kakao.authorizations).toEqual([])
  })

  it('refuses an unregistered client', async () => {
    const problem = await problemOf(startRedirect(openWorld(), redirect({ clientId: 'stranger' })))
    expect(problem).toMatchObject({
      code: 'invalid_request',
      extras: {
        errors: [
          { pointer: '/clientId', detail: expect.objectContaining({ en: 'is not a registered client' }) },
        ],
      },
    })
  })

  it('finds no provider that the stage does not configure', async () => {
    const world = { ...openWorld(), providers: { find: () => undefined } }
    expect((await problemOf(startRedirect(world, redirect()))).code).toBe('not_found')
  })
})

describe('starting a direct visit', () => {
  it.each([
    ['the one that is named', 'web', 'https://www.example.com/done?from=social'],
    ["the client's first", 'app', undefined],
    ['our own for a client without any', 'sdk', undefined],
  ])('lets the provider respond at %s', async (_, clientId, redirectUri) => {
    const world = openWorld()
    const { transaction } = await startDirect(world, direct({ clientId, redirectUri }))
    const sealed = await world.tokens.oauthRequests.open(transaction)
    const expected = { app: 'https://app.example.com/done', sdk: `${origin}/callback/kakao` }
    expect(sealed.flow).toEqual({ kind: 'direct' })
    expect(sealed.providerRedirectUri).toBe(redirectUri ?? expected[clientId === 'app' ? 'app' : 'sdk'])
    expect(sure(world.kakao.authorizations[0]).redirectUri).toBe(sealed.providerRedirectUri)
  })

  it('refuses an unregistered redirect, as the redirect flow does', async () => {
    const problem = await problemOf(
      startDirect(openWorld(), direct({ redirectUri: 'https://attacker.example/' })),
    )
    expect(problem.code).toBe('invalid_request')
  })

  it('stores nothing and calls no provider', async () => {
    const world = openWorld()
    await startDirect(world, direct())
    expect(world.kept).toEqual(nothingKept())
    expect(world.kakao.asked).toEqual([])
  })
})
