import { describe, expect, it } from 'vitest'
import { unlink } from '../../lib/flows/account/unlink.ts'
import { callback } from '../../lib/flows/callback.ts'
import { sweep } from '../../lib/flows/jobs/sweep.ts'
import { link } from '../../lib/flows/link.ts'
import { nameOf } from '../support/kept.ts'
import { kakaoIdentity, memberOf, profileOf, sure } from '../support/people.ts'
import { openWorld, problemOf, type TestWorld } from '../support/world.ts'
import { codeVerifier, direct, redeemed, redirected, sessionOf, startedDirect } from './visits.ts'

const identity = kakaoIdentity('9001')
const refresh = (token: string) => ({ kind: 'refresh', token, durable: true }) as const
const access = (token: string) => ({ kind: 'access', token, durable: false }) as const

/** The stored token of the claim, opened. */
function kept(world: TestWorld) {
  const sealed = world.kept.claims.get(nameOf(identity))?.kept
  return sealed && world.tokens.providerTokens.open(identity, sealed)
}

function worldWith(
  tokenToStore: TestWorld['kakao']['tokenToStore'],
  more: Parameters<typeof openWorld>[0] = {},
) {
  const world = openWorld(more)
  world.kakao.tokenToStore = tokenToStore
  return world
}

describe('the stored provider token', () => {
  it.each([
    ['directly', direct],
    ['by redirect', redeemed],
  ])('is kept with the claim of a new identity that came %s', async (_, come) => {
    const world = worldWith(refresh('first'))
    await come(world)
    expect(kept(world)).toEqual({ kind: 'refresh', token: 'first' })
  })

  it('is sealed on the claim, and exists nowhere else', async () => {
    const world = worldWith(refresh('the-secret-token'))
    const { location, ticket } = await redirected(world)
    const seen = JSON.stringify([
      location,
      [...world.kept.claims.values()],
      [...world.kept.pending.values()],
      await direct(world),
      world.reports,
    ])
    expect(seen).not.toContain('the-secret-token')
    expect(JSON.stringify([...world.kept.pending.values(), world.tokens.tickets.open(ticket)])).not.toContain(
      'sealed',
    )
  })

  it('is replaced by the token of a later visit of the member', async () => {
    const world = worldWith(refresh('first'))
    world.admit('9001', memberOf('9001'))
    await direct(world)
    expect(kept(world)).toMatchObject({ token: 'first' })
    world.kakao.tokenToStore = refresh('second')
    await redeemed(world)
    expect(kept(world)).toMatchObject({ token: 'second' })
  })

  it('is not replaced by a short-lived token', async () => {
    const world = worldWith(refresh('long'))
    await direct(world)
    world.kakao.tokenToStore = access('short')
    await direct(world)
    expect(kept(world)).toMatchObject({ token: 'long' })
  })

  it('is used when the visitor declines, and then deleted', async () => {
    const world = worldWith(refresh('first'))
    world.admit('7', memberOf('7', { email: sure(memberOf('9001').email) }))
    const { result } = await direct(world)
    if (result.outcome !== 'link_confirmation_required') throw new Error(result.outcome)
    await link(world, { linkToken: result.linkToken, codeVerifier, consent: false })
    expect(world.kakao.given).toEqual([{ kind: 'refresh', token: 'first' }])
    expect(world.kept.claims.has(nameOf(identity))).toBe(false)
  })

  it('is used at once for a refused visitor', async () => {
    const world = worldWith(access('of this visit'))
    const { email: _, ...withoutEmail } = profileOf('9001', { refused: ['email'] })
    world.kakao.visitor = withoutEmail
    expect((await problemOf(direct(world))).code).toBe('mandatory_items_not_agreed')
    expect(world.kakao.given).toEqual([{ kind: 'access', token: 'of this visit' }])
  })

  it('stays for the sweep where a refused visit ends its connection by a token of its own, and fails', async () => {
    const world = worldWith(refresh('works once'))
    world.kakao.tokenToEnd = { kind: 'access', token: 'of this visit' }
    const { email: _, ...withoutEmail } = profileOf('9001', { refused: ['email'] })
    world.kakao.visitor = withoutEmail
    world.kakao.faults.disconnect = 'unavailable'
    expect((await problemOf(direct(world))).code).toBe('mandatory_items_not_agreed')
    expect(world.kakao.given).toEqual([{ kind: 'access', token: 'of this visit' }])
    delete world.kakao.faults.disconnect
    world.pass(3600)
    expect(await sweep(world)).toMatchObject({ ended: 1 })
    expect(world.kakao.given.at(-1)).toEqual({ kind: 'refresh', token: 'works once' })
  })

  it('is used for unlinking', async () => {
    const world = worldWith(refresh('first'))
    world.admit('9001', memberOf('9001'))
    const { accessToken: bearer } = sessionOf(await direct(world))
    await unlink(world, { bearer, provider: 'kakao' })
    expect(world.kakao.given).toEqual([{ kind: 'refresh', token: 'first' }])
  })

  it('is used again by the sweep, as renewed by the failed attempt', async () => {
    const world = worldWith(refresh('first'))
    await direct(world)
    world.kakao.faults.disconnect = 'unavailable'
    world.kakao.renewsTo = { kind: 'refresh', token: 'renewed' }
    world.pass(31 * 60)
    expect(await sweep(world)).toMatchObject({ failed: 1 })
    delete world.kakao.faults.disconnect
    world.pass(6 * 3600)
    expect(await sweep(world)).toMatchObject({ ended: 1 })
    expect(world.kakao.given.map((token) => token?.token)).toEqual(['first', 'renewed'])
    expect(world.kept.claims.has(nameOf(identity))).toBe(false)
  })

  it('is renewed when a member re-authenticates', async () => {
    const world = worldWith(refresh('first'))
    world.admit('9001', memberOf('9001'))
    const { accessToken: bearer } = sessionOf(await direct(world))
    world.kakao.tokenToStore = refresh('second')
    await callback(world, await startedDirect(world, 'app', { intent: 'reauth', bearer }))
    expect(kept(world)).toMatchObject({ token: 'second' })
  })

  it('is kept with an identity that a member adds', async () => {
    const world = worldWith(refresh('first'))
    world.admit('9002', memberOf('9002'))
    world.kakao.visitor = profileOf('9002')
    const { accessToken: bearer } = sessionOf(await direct(world))
    world.kakao.visitor = profileOf('9001')
    const { result } = await callback(world, await startedDirect(world, 'app', { intent: 'link', bearer }))
    expect(result.outcome).toBe('linked')
    expect(kept(world)).toMatchObject({ token: 'first' })
  })

  it.each([
    ['directly', direct],
    ['by redirect', redeemed],
  ])('is renewed by a visitor who is refused during the disconnection, and came %s', async (_, come) => {
    const world = worldWith(refresh('first'))
    world.admit('9001', memberOf('9001'))
    const { accessToken: bearer } = sessionOf(await direct(world))
    world.kakao.faults.disconnect = 'unavailable'
    await unlink(world, { bearer, provider: 'kakao' })
    delete world.kakao.faults.disconnect
    world.kakao.tokenToStore = refresh('of a new consent')
    expect((await problemOf(come(world))).code).toBe('provider_unavailable')
    world.pass(3600)
    expect(await sweep(world)).toMatchObject({ ended: 1 })
    expect(world.kakao.given.at(-1)).toEqual({ kind: 'refresh', token: 'of a new consent' })
  })

  it('is reported as missing: the disconnection is given up, recorded, and told to the operators', async () => {
    const world = worldWith(undefined)
    await direct(world)
    world.kakao.tokenToStore = refresh('of a later visit, too late')
    world.pass(31 * 60)
    expect(await sweep(world)).toMatchObject({ failed: 1 })
    expect(world.kept.claims.get(nameOf(identity))?.state).toBe('not_revocable')
    expect(world.reports).toEqual([{ event: 'not_revocable', provider: 'kakao' }])
  })
})
