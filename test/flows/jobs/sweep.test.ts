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

/** A visitor who was asked to sign up and left, so long ago. */
async function walkedAway(seconds: number): Promise<TestWorld> {
  const world = openWorld()
  await direct(world)
  world.kakao.asked.length = 0
  world.pass(seconds)
  return world
}

/** A withdrawn member with a photo, after the grace period. */
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

describe('the sweep of erased members', () => {
  it('deletes the photos', async () => {
    const { world, photo } = leftWithPhoto()
    expect(await sweep(world)).toMatchObject({ erased: 1 })
    expect(world.uploaded.get(photo)).toBe('pending')
  })

  it('tries again while photos cannot be deleted, and notifies the operators', async () => {
    const { world, photo, failing } = leftWithPhoto()
    expect(await sweep(failing)).toMatchObject({ erased: 0 })
    expect(world.reports).toEqual([{ event: 'uploads_not_discarded', count: 1 }])
    expect(world.kept.members.size).toBe(1)
    expect(await sweep(world)).toMatchObject({ erased: 1 })
    expect(world.uploaded.get(photo)).toBe('pending')
  })

  it('waits at most three days for photos', async () => {
    const { world, failing } = leftWithPhoto()
    world.pass(3 * 86_400 - 1)
    expect(await sweep(failing)).toMatchObject({ erased: 0 })
    world.pass(1)
    expect(await sweep(failing)).toMatchObject({ erased: 1 })
    expect(world.reports).toHaveLength(2)
  })
})

describe('the sweep', () => {
  it('disconnects abandoned visits', async () => {
    const world = await walkedAway(1800)
    expect(await sweep(world)).toMatchObject({ due: 1, ended: 1, failed: 0 })
    expect(world.kakao.asked).toEqual(['disconnect'])
    expect(claimIn(world)).toBeUndefined()
  })

  it('keeps visits that are not yet due', async () => {
    const world = await walkedAway(1799)
    expect(await sweep(world)).toMatchObject({ due: 0, ended: 0, failed: 0 })
    expect(claimIn(world)?.state).toBe('pending')
  })

  it('tries again at growing intervals when the provider does not respond', async () => {
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

  it('keeps an identity that was linked after the sweep read it', async () => {
    const world = await walkedAway(1800)
    const read: typeof world.dueClaims.read = async (...asked) => {
      const due = await world.dueClaims.read(...asked)
      world.admit('9001', memberOf('9001'))
      return due
    }
    const raced = { ...world, dueClaims: { ...world.dueClaims, read } }
    expect(await sweep(raced)).toMatchObject({ due: 1, ended: 0, failed: 0 })
    expect(world.kakao.asked).toEqual([])
    expect(claimIn(world)?.state).toBe('linked')
  })

  it('acts once for each visit, even when two sweeps run at once', async () => {
    const world = await walkedAway(1800)
    const both = await Promise.all([sweep(world), sweep(world)])
    expect(both.map(({ ended }) => ended).sort()).toEqual([0, 1])
    expect(world.kakao.asked).toEqual(['disconnect'])
  })

  it('makes no second call while a flow is disconnecting an identity', async () => {
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

  it('releases an identity that a sibling service shares', async () => {
    const world = await walkedAway(1800)
    world.kept.claims.set(nameOf(visitor), { ...sure(claimIn(world)), shared: true })
    await sweep(world)
    expect(world.kakao.asked).toEqual(['release'])
  })

  it('gives up, and notifies the operators, where the provider cannot be called', async () => {
    const world = await walkedAway(1800)
    const { disconnection: _, ...provider } = world.kakao.provider
    await sweep({ ...world, providers: { find: () => provider } })
    expect(claimIn(world)?.state).toBe('not_revocable')
    expect(world.reports).toEqual([{ event: 'not_revocable', provider: 'kakao' }])
    expect((await sweep(world)).due).toBe(0)
  })

  it('continues with the other visits when one fails', async () => {
    const world = await walkedAway(1800)
    const other = kakaoIdentity('9002')
    world.kept.claims.set(nameOf(other), { ...other, state: 'disconnecting', dueAt: beginning })
    world.kakao.faults.disconnect = 'unavailable'
    expect(await sweep(world)).toMatchObject({ due: 2, ended: 0, failed: 2 })
  })
})
