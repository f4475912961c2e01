import { describe, expect, it } from 'vitest'
import { after, lifetimes } from '../../lib/domain/values/lifetimes.ts'
import { callback } from '../../lib/flows/callback.ts'
import type { Credential } from '../../lib/flows/visit/authenticate.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { nameOf, nothingKept } from '../support/kept.ts'
import { kakaoIdentity, memberOf, profileOf, sure } from '../support/people.ts'
import { beginning, openWorld, problemOf } from '../support/world.ts'
import { direct, sessionOf, startedDirect, startedRedirect } from './visits.ts'

const visitor = kakaoIdentity('9001')

describe('a callback of another visit', () => {
  it.each([
    ['another verifier', { codeVerifier: 'a-secret-of-somebody-else-who-saw-the-transaction' }],
    ['another state', { credential: { kind: 'code', code: 'a-code', state: 'another' } as const }],
    [
      "an error with another visit's state",
      { credential: { kind: 'error', error: 'access_denied', state: '' } as const },
    ],
    ['a transaction that was never sealed', { transaction: 'transaction-forged' }],
  ])('is refused before the provider is called: %s', async (_, over) => {
    const world = openWorld()
    const problem = await problemOf(callback(world, { ...(await startedDirect(world)), ...over }))
    expect(problem.code).toBe('invalid_transaction')
    expect(world.kakao.asked).toEqual([])
    expect(world.kept).toEqual(nothingKept())
  })

  it('is refused when its visit began as a redirect', async () => {
    const world = openWorld()
    const { transaction } = await startedRedirect(world)
    const problem = await problemOf(callback(world, { ...(await startedDirect(world)), transaction }))
    expect(problem.code).toBe('invalid_transaction')
  })

  it('is refused after ten minutes', async () => {
    const world = openWorld()
    const visit = await startedDirect(world)
    world.pass(600)
    expect((await problemOf(callback(world, visit))).code).toBe('invalid_transaction')
    expect(world.kakao.asked).toEqual([])
  })
})

describe('a callback without a provider login', () => {
  it.each([
    ['access_denied', 19, 'provider_denied'],
    ['consent_required', 19, 'provider_denied'],
    ['login_required', 19, 'provider_denied'],
    ['interaction_required', 19, 'provider_denied'],
    ['a_word_of_the_browsers_own', 19, 'provider_denied'],
    ['server_error', 20, 'provider_unavailable'],
    ['server_error', 20, 'provider_unavailable'],
    ['temporarily_unavailable', 20, 'provider_unavailable'],
    ['no_such_error', 19, 'provider_denied'],
  ])('with the error %s is row %i', async (error, row, code) => {
    const world = openWorld()
    const visit = await startedDirect(world)
    const { state } = sure(world.kakao.authorizations[0])
    const credential = { kind: 'error', error, state } as const
    expect(await problemOf(callback(world, { ...visit, credential }))).toMatchObject({ row, code })
    expect(world.kept).toEqual(nothingKept())
  })

  it.each([
    ['unavailable', 20, 'provider_unavailable'],
    ['grant_invalid', 25, 'provider_grant_invalid'],
    ['token_not_ours', 25, 'provider_token_not_ours'],
    ['denied', 19, 'provider_denied'],
  ] as const)('with a code that is %s is row %i', async (why, row, code) => {
    const world = openWorld()
    world.kakao.faults.redeemCode = why
    expect(await problemOf(direct(world))).toMatchObject({ row, code })
    expect(world.kept).toEqual(nothingKept())
  })

  it.each(['unavailable', 'grant_invalid'] as const)(
    'with a profile that is %s changes nothing, so the visitor can try again',
    async (why) => {
      const world = openWorld()
      world.kakao.faults.fetchProfile = why
      const visit = await startedDirect(world)
      await problemOf(callback(world, visit))
      expect(world.kept).toEqual(nothingKept())
      delete world.kakao.faults.fetchProfile
      expect(await callback(world, visit)).toMatchObject({ row: 12 })
    },
  )

  it('passes on an unexpected error of the adapter', async () => {
    const world = openWorld()
    const bug = new TypeError('a bug')
    const provider = { ...world.kakao.provider, redeemCode: () => Promise.reject(bug) }
    const broken = { ...world, providers: { find: () => provider } }
    await expect(direct(broken)).rejects.toBe(bug)
  })
})

describe('tokens of a native SDK', () => {
  const idToken: Credential = { kind: 'id_token', idToken: 'an-id-token' }
  const accessToken: Credential = { kind: 'access_token', accessToken: 'an-access-token' }

  it('are read with the nonce of their own visit', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const visit = await startedDirect(world)
    expect(await callback(world, { ...visit, credential: idToken })).toMatchObject({ row: 1 })
    expect(world.kakao.nonces).toEqual([sure(world.kakao.authorizations[0]).nonce])
  })

  it('are remembered by hash, so an access token serves one visit', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    await callback(world, { ...(await startedDirect(world)), credential: accessToken })
    expect(world.kept.used).toContain(secrets.hash('an-access-token'))
    const again = callback(world, { ...(await startedDirect(world)), credential: accessToken })
    expect((await problemOf(again)).code).toBe('token_used')
    expect(world.kept.sessions.size).toBe(1)
  })

  it.each([
    [idToken, '/idToken'],
    [accessToken, '/accessToken'],
  ])('are refused where the provider cannot check them', async (credential, pointer) => {
    const world = openWorld()
    const { idTokens: _, accessTokens: __, ...provider } = world.kakao.provider
    const plain = { ...world, providers: { find: () => provider } }
    const problem = await problemOf(callback(plain, { ...(await startedDirect(world)), credential }))
    expect(problem).toMatchObject({ code: 'invalid_request', extras: { errors: [{ pointer }] } })
  })
})

describe('a refused visitor', () => {
  const turnedAway = () => {
    const world = openWorld()
    world.kakao.visitor = profileOf('9001', { refused: ['email'] })
    return world
  }

  it('is disconnected at the provider, and nothing of the identity stays', async () => {
    const world = turnedAway()
    expect(await problemOf(direct(world))).toMatchObject({
      row: 4,
      code: 'mandatory_items_not_agreed',
      extras: { items: ['email'], user_mapping: 'MANDATORY_ITEMS_NOT_AGREED' },
    })
    expect(world.kakao.asked).toEqual(['redeemCode', 'fetchProfile', 'disconnect'])
    expect(world.kept.claims.size).toBe(0)
  })

  it('is disconnected when too young', async () => {
    const world = openWorld()
    world.kakao.visitor = profileOf('9001', { ageRange: '10~13' })
    expect(await problemOf(direct(world))).toMatchObject({ row: 13, code: 'guardian_consent_required' })
    expect(world.kakao.asked).toContain('disconnect')
  })

  it('is disconnected while a rejoin block lasts', async () => {
    const world = openWorld()
    const member = world.admit('1', memberOf('9001', { status: 'withdrawn' }))
    world.kept.rejoinFrom.set(member.id, new Date('2027-01-01'))
    expect(await problemOf(direct(world))).toMatchObject({
      row: 24,
      code: 'rejoin_not_allowed_yet',
      extras: { rejoinFrom: '2027-01-01T00:00:00.000Z' },
    })
    expect(world.kakao.asked).toContain('disconnect')
  })

  it('stays marked and due, and the operators are notified, when the provider does not respond', async () => {
    const world = turnedAway()
    world.kakao.faults.disconnect = 'unavailable'
    expect((await problemOf(direct(world))).code).toBe('mandatory_items_not_agreed')
    expect(world.kept.claims.get(nameOf(visitor))).toEqual({
      ...visitor,
      state: 'disconnecting',
      dueAt: after(beginning, lifetimes.ending),
    })
    expect(world.reports).toMatchObject([
      { event: 'disconnection_failed', provider: 'kakao', why: 'unavailable' },
    ])
  })

  it('is asked to try again while the disconnection is in progress', async () => {
    const world = turnedAway()
    world.kakao.faults.disconnect = 'unavailable'
    await problemOf(direct(world))
    expect(await problemOf(direct(world))).toMatchObject({ row: 20, code: 'provider_unavailable' })
  })

  it('is marked before the provider is called', async () => {
    const world = turnedAway()
    const seen: unknown[] = []
    const disconnect = async () => {
      seen.push(world.kept.claims.get(nameOf(visitor))?.state)
      return 'ended' as const
    }
    const disconnection = { ...sure(world.kakao.provider.disconnection), disconnect }
    const provider = { ...world.kakao.provider, disconnection }
    await problemOf(direct({ ...world, providers: { find: () => provider } }))
    expect(seen).toEqual(['disconnecting'])
  })

  it('is signed in instead when the same person finished on another device meanwhile', async () => {
    const world = turnedAway()
    const beginDisconnecting: typeof world.identityClaims.beginDisconnecting = async (...asked) => {
      world.admit('9001', memberOf('9001'))
      return world.identityClaims.beginDisconnecting(...asked)
    }
    const raced = { ...world, identityClaims: { ...world.identityClaims, beginDisconnecting } }
    expect(sessionOf(await direct(raced)).created).toBe(false)
    expect(world.kakao.asked).not.toContain('disconnect')
  })

  it('is refused without a second call when another visit is already disconnecting', async () => {
    const world = turnedAway()
    const beginDisconnecting: typeof world.identityClaims.beginDisconnecting = async () => ({
      kind: 'disconnecting',
    })
    const raced = { ...world, identityClaims: { ...world.identityClaims, beginDisconnecting } }
    expect((await problemOf(direct(raced))).code).toBe('mandatory_items_not_agreed')
    expect(world.kakao.asked).not.toContain('disconnect')
  })

  it('is recorded as not revocable where the provider cannot disconnect', async () => {
    const world = turnedAway()
    const { disconnection: _, ...provider } = world.kakao.provider
    await problemOf(direct({ ...world, providers: { find: () => provider } }))
    expect(world.kept.claims.get(nameOf(visitor))?.state).toBe('not_revocable')
    expect(world.reports).toEqual([{ event: 'not_revocable', provider: 'kakao' }])
  })

  it.each([
    ['a sibling service has its consent', [{ tag: 'sibling', agreed: true, source: 'kakao_sync' as const }]],
    ['nobody knows whether a sibling has', 'unknown' as const],
  ])('keeps the connection and loses only our own terms when %s', async (_, terms) => {
    const world = openWorld({ match: { ...openWorld().stage.match, siblingTags: ['sibling'] } })
    world.kakao.visitor = profileOf('9001', { refused: ['email'], terms })
    await problemOf(direct(world))
    expect(world.kakao.asked).toEqual(['redeemCode', 'fetchProfile', 'release'])
    expect(world.kakao.revoked).toEqual(['service', 'privacy', 'marketing'])
    expect(world.kept.claims.size).toBe(0)
  })

  it('is disconnected when the sibling service no longer has a consent', async () => {
    const world = openWorld({ match: { ...openWorld().stage.match, siblingTags: ['sibling'] } })
    world.kakao.visitor = profileOf('9001', {
      refused: ['email'],
      terms: [{ tag: 'sibling', agreed: false, source: 'kakao_sync' }],
    })
    await problemOf(direct(world))
    expect(world.kakao.asked).toContain('disconnect')
  })
})
