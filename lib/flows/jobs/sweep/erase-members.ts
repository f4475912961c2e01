import { mayWaitForUploads } from '../../../domain/leaving/closing-policy.ts'
import type { Member } from '../../../domain/member/member.ts'
import { uploadsIn } from '../../../domain/member/upload.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { World } from '../../ports/world.ts'
import { discardUploads } from '../../steps/keep-uploads.ts'
import { atOnce } from './at-once.ts'

export type EraseMembersWorld = Pick<
  World,
  'attributes' | 'clock' | 'ids' | 'uploads' | 'erasures' | 'report'
>

/** The result for members after their grace period. */
export interface ErasedMembers {
  /** Members that were erased except for an id. */
  readonly erased: number
  /** Members whose erasure failed. They are tried again, and hold up no other. */
  readonly unerased: number
}

/** Erasures at the same time. Each is many writes. */
const erasuresAtOnce = 4

/**
 * Erases members after their grace period. One that fails is reported and holds up no other. Starts nothing after
 * `until`. Throws `unavailable` if the members cannot be listed.
 */
export async function eraseMembers(world: EraseMembersWorld, until: Date): Promise<ErasedMembers> {
  const started = world.clock.now()
  const counts = { erased: 0, unerased: 0 }
  for await (const page of world.erasures.pages(started)) {
    await atOnce(erasuresAtOnce, page.due, async (id) => {
      if (world.clock.now() >= until) return
      const result = await eraseOne(world, id, started)
      if (result === 'erased') counts.erased += 1
      if (result === 'failed') counts.unerased += 1
    })
    counts.unerased += page.unreadable
    if (world.clock.now() >= until) break
  }
  return counts
}

async function eraseOne(
  world: EraseMembersWorld,
  id: MemberId,
  now: Date,
): Promise<'erased' | 'later' | 'failed'> {
  const event = { id: world.ids.record(), type: 'member.erased', at: now } as const
  const discard = async (member: Member) => {
    const isDone = await discardUploads(world, uploadsIn(world.attributes, member.attributes))
    return isDone || !mayWaitForUploads(member, now) ? 'discarded' : 'not_yet'
  }
  try {
    return (await world.erasures.erase(id, event, now, discard)) === 'erased' ? 'erased' : 'later'
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    world.report({ event: 'erasure_failed', member: id, error: name })
    return 'failed'
  }
}
