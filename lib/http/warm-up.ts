import { type RequestLimits, withRequestBudget } from '../aws/request-budget.ts'

/** What a first request would wait for: secrets, connections, keys of providers. */
export type WarmUpStep = () => Promise<unknown>

/** A start that takes longer goes on without the rest. Lambda itself ends one after 10 seconds. */
const warmUpLimits: RequestLimits = { totalMs: 3_000, attemptMs: 1_500 }

/**
 * Does what a first request needs while the function loads, when Lambda grants it a whole core and nobody waits yet. Never
 * throws, and gives up in time: what fails here, the first request tries again and tells.
 */
export async function warmUp(steps: readonly WarmUpStep[], limits = warmUpLimits): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limits.totalMs)
  })
  const all = Promise.allSettled(steps.map((step) => withRequestBudget(async () => step(), limits)))
  await Promise.race([all, late])
  clearTimeout(timer)
}
