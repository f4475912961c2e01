import { mayWaitForUploads } from '../../domain/leaving/closing-policy.ts'
import { overdueSeconds, pauseAfter } from '../../domain/leaving/disconnect-retries.ts'
import type { Member } from '../../domain/member/member.ts'
import { uploadsIn } from '../../domain/member/upload.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { after } from '../../domain/values/lifetimes.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { World } from '../ports/world.ts'
import { letGoAll } from '../steps/keep-uploads.ts'
import { endAtProvider, mayBeShared } from '../visit/disconnect.ts'

/** What one sweep did. */
export interface Swept {
  readonly due: number
  readonly ended: number
  /** To be tried again. */
  readonly failed: number
  /** Members of whom nothing is left but an id. */
  readonly erased: number
  /** For how long the longest overdue identity should have been ended. */
  readonly overdueSeconds: number
}

const identitiesAtMost = 100
const membersAtMost = 20

/** Seconds after which a sweep takes on nothing more; what is left is due for the next one. */
const enough = 180

/**
 * Ends at the provider whatever is overdue (visits that nobody came back to, and whatever a provider did not
 * answer to before), and erases the members whose grace period is over. Each is taken first, under the condition
 * that it still stands as it was read, so that two sweeps never do one thing twice, nobody who has finished
 * elsewhere is ever disconnected, and nobody who came back is erased.
 */
export async function sweep(world: World): Promise<Swept> {
  const started = world.clock.now()
  const erased = await eraseMembers(world, started)
  const due = await world.dueClaims.list(started, identitiesAtMost)
  const results: (boolean | undefined)[] = []
  for (const claim of due) {
    if (world.clock.now() < after(started, enough)) results.push(await endOne(world, claim))
  }
  return {
    due: due.length,
    ended: results.filter((result) => result === true).length,
    failed: results.filter((result) => result === false).length,
    erased,
    overdueSeconds: Math.max(0, ...due.map((claim) => overdueSeconds(claim, started))),
  }
}

/** Undefined when somebody else had it. */
async function endOne(world: World, claim: IdentityClaim): Promise<boolean | undefined> {
  const until = after(world.clock.now(), pauseAfter(claim.attempts ?? 0))
  if (!(await world.dueClaims.take(claim, until))) return undefined
  if (claim.state === 'pending') world.addToLogContext({ abandoned: true, provider: claim.provider })
  const { provider, subject, memberId: heldFor } = claim
  const shared = claim.shared ?? mayBeShared(world, provider)
  return endAtProvider(world, { identity: { provider, subject }, shared, heldFor })
}

async function eraseMembers(world: World, now: Date): Promise<number> {
  let erased = 0
  for (const id of await world.erasures.list(now, membersAtMost)) {
    if (await eraseOne(world, id, now)) erased += 1
  }
  return erased
}

async function eraseOne(world: World, id: MemberId, now: Date): Promise<boolean> {
  const event = { id: world.ids.record(), type: 'member.erased', at: now } as const
  const letGo = async (member: Member) => {
    const isDone = await letGoAll(world, uploadsIn(world.attributes, member.attributes))
    return isDone || !mayWaitForUploads(member, now) ? 'let_go' : 'not_yet'
  }
  return (await world.erasures.erase(id, event, now, letGo)) === 'erased'
}
