import { startThrowawayDatabase } from '../lib/local/aws/database.ts'
import { startLocalStack } from '../lib/local/local-stack.ts'
import { budgets, flows, meteredPolicy } from './units/budgets.ts'
import { meterFlows } from './units/flows.ts'
import { startMeteringProxy } from './units/metering-proxy.ts'
import { newcomer, second } from './units/people.ts'

/**
 * Counts what each flow costs in the table: requests, read units, write units, and how many requests wait for one another.
 * Prints them beside the budgets. Nothing is timed.
 *
 *     node bench/count-units.ts
 */
const database = await startThrowawayDatabase()
const proxy = await startMeteringProxy(database.endpoint)
const stack = await startLocalStack({
  port: 0,
  members: [],
  casts: { kakao: [newcomer, second] },
  environment: { AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint, IEUM_POLICY: JSON.stringify(meteredPolicy) },
  // The courier's requests are no part of a door's.
  follow: () => ({ catchUp: async () => {}, stop: () => {} }),
})
try {
  const costs = await meterFlows(stack, proxy, { newcomer: newcomer.key, second: second.key })
  const line = (...cells: readonly (string | number)[]) =>
    console.log(
      cells.map((cell, index) => (index === 0 ? `${cell}`.padEnd(22) : `${cell}`.padStart(14))).join(''),
    )
  line('flow', 'requests', 'read units', 'write units', 'depth')
  for (const flow of flows) {
    const shown = (name: 'requests' | 'reads' | 'writes' | 'depth') =>
      costs[flow][name] === budgets[flow][name]
        ? costs[flow][name]
        : `${costs[flow][name]} (${budgets[flow][name]})`
    line(flow, shown('requests'), shown('reads'), shown('writes'), shown('depth'))
  }
} finally {
  await stack.stop()
  await proxy.stop()
  await database.stop()
}
