import { describe, expect, it } from 'vitest'
import type { ProviderId } from '../../../lib/domain/values/identity.ts'
import type { IdentityClaim } from '../../../lib/domain/visit/pending-connection.ts'
import { ProviderFault } from '../../../lib/domain/visit/provider-fault.ts'
import { sweep } from '../../../lib/flows/jobs/sweep.ts'
import { jobs } from '../../../lib/routes/jobs.ts'
import { nameOf } from '../../support/kept.ts'
import { identityAt, sure } from '../../support/people.ts'
import { virtualTime } from '../../support/virtual-time.ts'
import { beginning, openWorld } from '../../support/world.ts'

/*
 * A backlog of 100,000 connections, as after a day on which nothing could be disconnected, while one provider hangs. The
 * clock is virtual: calls take as long as said there, and the schedule calls the sweep as in the cloud.
 */

/** How many connections are due at each provider, and how long one call takes there. */
const providers = {
  kakao: { due: 40_000, callMs: 400 },
  naver: { due: 25_000, callMs: 700 },
  google: { due: 15_000, callMs: 250 },
  apple: { due: 3_000, callMs: 500 },
  line: { due: 3_000, callMs: 500 },
  oidc: { due: 2_000, callMs: 500 },
  github: { due: 15_000, callMs: 3000 },
} as const satisfies Record<ProviderId, { readonly due: number; readonly callMs: number }>

const isProvider = (id: string): id is ProviderId => id in providers
const ids = Object.keys(providers).filter(isProvider)
const functionSeconds = jobs.sweep.everyMinutes * 60 - 30

function backlog() {
  const time = virtualTime(beginning)
  const base = openWorld()
  const { claims } = base.kept
  const calls = new Map<ProviderId, number>()
  let [hanging, longestSeconds]: [ProviderId | undefined, number] = ['github', 0]
  for (const id of ids) {
    for (let count = 0; count < providers[id].due; count += 1) {
      const claim: IdentityClaim = {
        ...identityAt(id, `${9000 + count}`),
        state: 'disconnecting',
        dueAt: beginning,
      }
      claims.set(nameOf(claim), claim)
    }
  }
  const disconnection = (id: ProviderId) => ({
    needs: 'identity' as const,
    disconnect: async () => {
      calls.set(id, (calls.get(id) ?? 0) + 1)
      await time.sleep(providers[id].callMs)
      if (id === hanging) throw new ProviderFault('unavailable', 'no response')
      return 'ended' as const
    },
  })
  const world = {
    ...base,
    clock: { now: time.now },
    providers: { find: (id: ProviderId) => ({ ...base.kakao.provider, disconnection: disconnection(id) }) },
  }
  const left = (id: ProviderId) => [...claims.values()].filter(({ provider }) => provider === id).length
  return {
    left,
    calls,
    world,
    recover: () => {
      hanging = undefined
    },
    longestSeconds: () => longestSeconds,
    /** Calls the sweep by its schedule, for so many hours at most, until this holds. Gives the hours. */
    async sweepUntil(isDone: () => boolean, hours: number): Promise<number> {
      const started = time.now().getTime()
      const hoursPassed = () => (time.now().getTime() - started) / 3_600_000
      while (!isDone() && hoursPassed() < hours) {
        const called = time.now().getTime()
        await time.run(sweep(world))
        longestSeconds = Math.max(longestSeconds, (time.now().getTime() - called) / 1000)
        time.passTo(new Date(called + jobs.sweep.everyMinutes * 60_000))
      }
      return hoursPassed()
    },
  }
}

describe('a backlog of 100,000 connections', () => {
  it('ends within six hours although one provider hangs, and there after it has recovered', async () => {
    const { left, calls, world, recover, sweepUntil, longestSeconds } = backlog()
    const others = ids.filter((id) => id !== 'github')
    const hours = await sweepUntil(() => others.every((id) => left(id) === 0), 6)
    expect(others.map(left)).toEqual(others.map(() => 0))
    expect(hours).toBeLessThan(6)
    expect(left('github')).toBe(providers.github.due)
    // A handful of calls in each sweep finds that it still hangs.
    expect(sure(calls.get('github'))).toBeLessThanOrEqual(8 * 12 * hours + 8)
    expect(world.reports).toContainEqual({ event: 'provider_left_alone', provider: 'github' })
    recover()
    await sweepUntil(() => left('github') === 0, 6)
    expect(left('github')).toBe(0)
    expect(longestSeconds()).toBeLessThan(functionSeconds)
  }, 120_000)
})
