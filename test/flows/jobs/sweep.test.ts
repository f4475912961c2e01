import { describe, expect, it } from 'vitest'
import { uploadKey, uploadOwner } from '../../../lib/domain/member/upload.ts'
import type { IdentityClaim } from '../../../lib/domain/visit/pending-connection.ts'
import { unlink } from '../../../lib/flows/account/unlink.ts'
import { sweep } from '../../../lib/flows/jobs/sweep.ts'
import { nameOf } from '../../support/kept.ts'
import { kakaoIdentity, memberOf, sure } from '../../support/people.ts'
import { beginning, openWorld, type TestWorld } from '../../support/world.ts'
import { direct, sessionOf } from '../visits.ts'

const visitor = kakaoIdentity('9001')
const claimIn = (world: TestWorld): IdentityClaim | undefined => world.kept.claims.get(nameOf(visitor))
const secondsUntilDue = (world: TestWorld): number =>
  (sure(claimIn(world)?.dueAt).getTime() - world.clock.now().getTime()) / 1000

/** Somebody who came, was asked to sign up, and walked away for so long. */
async function walkedAway(seconds: number): Promise<TestWorld> {
  const world = openWorld()
  await direct(world)
  world.kakao.asked.length = 0
  world.pass(seconds)
  return world
}

/** Somebody with a photo who has left, when the grace period is over. */
function leftWithPhoto() {
  const world = { ...openWorld(), attributes: { ...openWorld().attributes, uploads: ['photo'] } }
  const photo = uploadKey(uploadOwner('o'.repeat(43)), 's'.repeat(43))
  world.uploaded.set(photo, 'kept')
  const restorableUntil = world.clock.now()
  const member = memberOf('9001', { status: 'withdrawn', restorableUntil, attributes: { photo } })
  world.kept.members.set(member.id, member)
  const failing = { ...world.uploads, discard: () => Promise.reject(new Error('S3 is down')) }
  return { world, photo, failing: { ...world, uploads: failing } }
}

describe('the sweep, of whoever is erased,', () => {
  it('lets the photos go', async () => {
    const { world, photo } = leftWithPhoto()
    expect(await sweep(world)).toMatchObject({ erased: 1 })
    expect(world.uploaded.get(photo)).toBe('pending')
  })

  it('tries again while they cannot be let go, and tells the operators', async () => {
    const { world, photo, failing } = leftWithPhoto()
    expect(await sweep(failing)).toMatchObject({ erased: 0 })
    expect(world.reports).toEqual([{ event: 'uploads_not_discarded', count: 1 }])
    expect(world.kept.members.size).toBe(1)
    expect(await sweep(world)).toMatchObject({ erased: 1 })
    expect(world.uploaded.get(photo)).toBe('pending')
  })

  it('waits for them no longer than three days', async () => {
    const { world, failing } = leftWithPhoto()
    world.pass(3 * 86_400 - 1)
    expect(await sweep(failing)).toMatchObject({ erased: 0 })
    world.pass(1)
    expect(await sweep(failing)).toMatchObject({ erased: 1 })
    expect(world.reports).toHaveLength(2)
  })
})

describe('the sweep', () => {
  it('ends what nobody came back to', async () => {
    const world = await walkedAway(1800)
    expect(await sweep(world)).toMatchObject({ due: 1, ended: 1, failed: 0 })
    expect(world.kakao.asked).toEqual(['disconnect'])
    expect(claimIn(world)).toBeUndefined()
  })

  it('leaves alone what still has time', async () => {
    const world = await walkedAway(1799)
    expect(await sweep(world)).toMatchObject({ due: 0, ended: 0, failed: 0 })
    expect(claimIn(world)?.state).toBe('pending')
  })

  it('tries again later, and later each time, when the provider does not answer', async () => {
    const world = await walkedAway(1800)
    world.kakao.faults.disconnect = 'unavailable'
    const pauses: number[] = []
    for (let round = 0; round < 12; round += 1) {
      expect(await sweep(world)).toMatchObject({ due: 1, ended: 0, failed: 1 })
      pauses.push(secondsUntilDue(world))
      world.pass(secondsUntilDue(world))
    }
    expect(pauses.slice(0, 4)).toEqual([60, 120, 240, 480])
    expect(Math.max(...pauses)).toBe(6 * 3600)
    delete world.kakao.faults.disconnect
    expect(await sweep(world)).toMatchObject({ ended: 1 })
    expect(claimIn(world)).toBeUndefined()
  })

  it('ends nothing that somebody linked between the look and the deed', async () => {
    const world = await walkedAway(1800)
    const list: typeof world.dueClaims.list = async (...asked) => {
      const due = await world.dueClaims.list(...asked)
      world.admit('9001', memberOf('9001'))
      return due
    }
    const raced = { ...world, dueClaims: { ...world.dueClaims, list } }
    expect(await sweep(raced)).toMatchObject({ due: 1, ended: 0, failed: 0 })
    expect(world.kakao.asked).toEqual([])
    expect(claimIn(world)?.state).toBe('linked')
  })

  it('does one thing once, though two of it run side by side', async () => {
    const world = await walkedAway(1800)
    const both = await Promise.all([sweep(world), sweep(world)])
    expect(both.map(({ ended }) => ended).sort()).toEqual([0, 1])
    expect(world.kakao.asked).toEqual(['disconnect'])
  })

  it('does not call beside a flow that is ending an identity at this moment', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const { accessToken: bearer } = sessionOf(await direct(world))
    world.kakao.asked.length = 0
    const { disconnection } = world.kakao.provider
    const sweeping = {
      ...world,
      providers: {
        find: () => ({
          ...world.kakao.provider,
          disconnection: {
            ...sure(disconnection),
            disconnect: async (identity: typeof visitor) => {
              await sweep(world)
              return sure(disconnection).disconnect(identity)
            },
          },
        }),
      },
    }
    await unlink(sweeping, { bearer, provider: 'kakao' })
    expect(world.kakao.asked).toEqual(['disconnect'])
  })

  it('releases what a sibling service shares', async () => {
    const world = await walkedAway(1800)
    world.kept.claims.set(nameOf(visitor), { ...sure(claimIn(world)), shared: true })
    await sweep(world)
    expect(world.kakao.asked).toEqual(['release'])
  })

  it('gives up, and tells the operators, where the provider cannot be asked', async () => {
    const world = await walkedAway(1800)
    const { disconnection: _, ...provider } = world.kakao.provider
    await sweep({ ...world, providers: { find: () => provider } })
    expect(claimIn(world)?.state).toBe('not_revocable')
    expect(world.reports).toEqual([{ event: 'not_revocable', provider: 'kakao' }])
    expect((await sweep(world)).due).toBe(0)
  })

  it('goes on with the others when one of them fails', async () => {
    const world = await walkedAway(1800)
    const other = kakaoIdentity('9002')
    world.kept.claims.set(nameOf(other), { ...other, state: 'disconnecting', dueAt: beginning })
    world.kakao.faults.disconnect = 'unavailable'
    expect(await sweep(world)).toMatchObject({ due: 2, ended: 0, failed: 2 })
  })
})
