import { mayWaitForUploads } from '../../domain/leaving/closing-policy.ts'
import { overdueSeconds, pauseAfter } from '../../domain/leaving/disconnect-retries.ts'
import type { Member } from '../../domain/member/member.ts'
import { uploadsIn } from '../../domain/member/upload.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { after } from '../../domain/values/lifetimes.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'
import { discardUploads } from '../steps/keep-uploads.ts'
import type { EndAtProviderWorld } from '../visit/disconnect.ts'
import { endAtProvider, mayBeShared } from '../visit/disconnect.ts'

/** The result of one sweep. */
export interface Swept {
  readonly due: number
  readonly ended: number
  /** Identities to try again. */
  readonly failed: number
  /** Members that were erased except for an id. */
  readonly erased: number
  /** Seconds for which the longest overdue identity has been waiting. */
  readonly overdueSeconds: number
}

const maxIdentities = 100
const maxMembers = 20

/** After this time a sweep starts nothing new. The next sweep continues. */
const maxSweepSeconds = 180

type SweepWorld = Pick<
  World,
  'attributes' | 'clock' | 'ids' | 'uploads' | 'addToLogContext' | 'erasures' | 'dueClaims'
> &
  EndAtProviderWorld

/**
 * Disconnects overdue identities at their providers (abandoned visits, and earlier disconnects that
 * failed), and erases members after their grace period. Each item is first taken under the condition
 * that it is unchanged, so two sweeps never handle one item twice, and nobody who finished elsewhere or
 * came back is disconnected or erased.
 */
export async function sweep(world: SweepWorld): Promise<Swept> {
  const started = world.clock.now()
  const erased = await eraseMembers(world, started)
  const due = await world.dueClaims.list(started, maxIdentities)
  const results: (boolean | undefined)[] = []
  for (const claim of due) {
    if (world.clock.now() < after(started, maxSweepSeconds)) results.push(await disconnectOne(world, claim))
  }
  return {
    due: due.length,
    ended: results.filter((result) => result === true).length,
    failed: results.filter((result) => result === false).length,
    erased,
    overdueSeconds: Math.max(0, ...due.map((claim) => overdueSeconds(claim, started))),
  }
}

/** Undefined if another sweep has taken the claim. */
async function disconnectOne(world: SweepWorld, claim: IdentityClaim): Promise<boolean | undefined> {
  const until = after(world.clock.now(), pauseAfter(claim.attempts ?? 0))
  if (!(await world.dueClaims.take(claim, until))) return undefined
  if (claim.state === 'pending') world.addToLogContext({ abandoned: true, provider: claim.provider })
  const { provider, subject, memberId: owner } = claim
  const shared = claim.shared ?? mayBeShared(world, provider)
  return endAtProvider(world, { identity: { provider, subject }, shared, owner })
}

async function eraseMembers(world: SweepWorld, now: Date): Promise<number> {
  let erased = 0
  for (const id of await world.erasures.list(now, maxMembers)) {
    if (await eraseOne(world, id, now)) erased += 1
  }
  return erased
}

async function eraseOne(world: SweepWorld, id: MemberId, now: Date): Promise<boolean> {
  const event = { id: world.ids.record(), type: 'member.erased', at: now } as const
  const discard = async (member: Member) => {
    const isDone = await discardUploads(world, uploadsIn(world.attributes, member.attributes))
    return isDone || !mayWaitForUploads(member, now) ? 'discarded' : 'not_yet'
  }
  return (await world.erasures.erase(id, event, now, discard)) === 'erased'
}
