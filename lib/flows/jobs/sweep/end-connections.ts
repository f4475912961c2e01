import { overdueSeconds, pauseAfter } from '../../../domain/leaving/disconnect-retries.ts'
import { type Identity, type ProviderId, providerIds } from '../../../domain/values/identity.ts'
import { after } from '../../../domain/values/lifetimes.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { World } from '../../ports/world.ts'
import type { EndAtProviderWorld } from '../../visit/disconnect.ts'
import { endAtProvider, mayBeShared } from '../../visit/disconnect.ts'
import { atOnce } from './at-once.ts'

export type EndConnectionsWorld = Pick<World, 'clock' | 'addToLogContext' | 'dueClaims'> & EndAtProviderWorld

/** The result for overdue connections. */
export interface EndedConnections {
  readonly due: number
  readonly ended: number
  /** Connections to try again. */
  readonly failed: number
  /** Rows that nobody can read. They stay, and hold up no other. */
  readonly unreadable: number
  /** Seconds for which the longest overdue connection has been waiting. */
  readonly overdueSeconds: number
}

/** The most identities of one provider in one sweep, so that a backlog of one leaves memory for the others. */
const maxPerProvider = 10_000
const identitiesPerRead = 100
/** Calls to one provider at the same time. */
const callsAtOnce = 8
/** After so many failures in a row, a provider is left alone until the next sweep. */
const failuresInARow = 5

/**
 * Disconnects overdue identities at their providers: abandoned visits, and earlier disconnects that failed. The providers
 * are called side by side, so one that hangs delays no other, and each is left alone after failures in a row. Starts
 * nothing after `until`. The next sweep continues. Throws `unavailable` if the due identities cannot be listed.
 */
export async function endConnections(world: EndConnectionsWorld, until: Date): Promise<EndedConnections> {
  const started = world.clock.now()
  const { byProvider, unreadable } = await listDue(world, started, until)
  const lanes = [...byProvider].map(([provider, identities]) =>
    endAt(world, { provider, identities, started, until }),
  )
  const results = await Promise.all(lanes)
  const sum = (of: 'due' | 'ended' | 'failed' | 'unreadable') =>
    results.reduce((total, result) => total + result[of], 0)
  return {
    due: sum('due'),
    ended: sum('ended'),
    failed: sum('failed'),
    unreadable: unreadable + sum('unreadable'),
    overdueSeconds: Math.max(0, ...results.map((result) => result.overdueSeconds)),
  }
}

/** The due identities of each provider, longest overdue first. */
async function listDue(world: Pick<World, 'clock' | 'dueClaims'>, now: Date, until: Date) {
  const byProvider = new Map<ProviderId, Identity[]>(providerIds.map((provider) => [provider, []]))
  let unreadable = 0
  for await (const page of world.dueClaims.pages(now)) {
    unreadable += page.unreadable
    for (const identity of page.due) {
      const lane = byProvider.get(identity.provider)
      if (lane !== undefined && lane.length < maxPerProvider) lane.push(identity)
    }
    if (world.clock.now() >= until) break
  }
  return { byProvider, unreadable }
}

interface Lane {
  readonly provider: ProviderId
  readonly identities: readonly Identity[]
  readonly started: Date
  readonly until: Date
}

/** Disconnects the due identities of one provider, until the time is used or the provider fails in a row. */
async function endAt(
  world: EndConnectionsWorld,
  { provider, identities, started, until }: Lane,
): Promise<EndedConnections> {
  const counts = { due: 0, ended: 0, failed: 0, unreadable: 0, overdueSeconds: 0 }
  let failures = 0
  const mayStart = (): boolean => failures < failuresInARow && world.clock.now() < until
  for (let from = 0; from < identities.length && mayStart(); from += identitiesPerRead) {
    const { claims, unreadable } = await world.dueClaims.read(
      identities.slice(from, from + identitiesPerRead),
      started,
    )
    counts.due += claims.length
    counts.unreadable += unreadable
    counts.overdueSeconds = Math.max(
      counts.overdueSeconds,
      ...claims.map((claim) => overdueSeconds(claim, started)),
    )
    await atOnce(callsAtOnce, claims, async (claim) => {
      if (!mayStart()) return
      const result = await endOne(world, claim)
      if (result === 'ended') counts.ended += 1
      if (result === 'failed') counts.failed += 1
      if (result !== 'left_alone') failures = result === 'ended' ? 0 : failures + 1
    })
  }
  if (failures >= failuresInARow) world.report({ event: 'provider_left_alone', provider })
  return counts
}

/** `left_alone` if another sweep has taken the claim. An outage of the table is a failure of this claim alone. */
async function endOne(
  world: EndConnectionsWorld,
  claim: IdentityClaim,
): Promise<'ended' | 'failed' | 'left_alone'> {
  const { provider, subject, memberId: owner } = claim
  try {
    const until = after(world.clock.now(), pauseAfter(claim.attempts ?? 0))
    if (!(await world.dueClaims.take(claim, until))) return 'left_alone'
    if (claim.state === 'pending') world.addToLogContext({ abandoned: true, provider })
    const shared = claim.shared ?? mayBeShared(world, provider)
    const hasEnded = await endAtProvider(world, { identity: { provider, subject }, shared, owner })
    return hasEnded ? 'ended' : 'failed'
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    world.report({ event: 'disconnection_unfinished', provider, error: name })
    return 'failed'
  }
}
