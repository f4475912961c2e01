import { aroundAll, expect, inject } from 'vitest'
import { budgets, flows, type MeteredFlow, meteredPolicy } from '../../bench/units/budgets.ts'
import { meterFlows } from '../../bench/units/flows.ts'
import { type Metered, type MeteringProxy, startMeteringProxy } from '../../bench/units/metering-proxy.ts'
import { newcomer, second } from '../../bench/units/people.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* What a flow costs in the table is counted, never timed. A change of a budget is a change of the bill. */

let proxy: MeteringProxy
let costs: Readonly<Record<MeteredFlow, Metered>>
aroundAll(async (runTests) => {
  proxy = await startMeteringProxy(inject('databaseEndpoint'))
  await runTests()
  await proxy.stop()
})
const it = testWithStack(() => ({
  personas: [newcomer, second],
  environment: { AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint, IEUM_POLICY: JSON.stringify(meteredPolicy) },
}))
it.beforeAll(async ({ stack }) => {
  costs = await meterFlows(stack, proxy, { newcomer: newcomer.key, second: second.key })
})

it.each(flows)('%s costs what its budget says', (flow) => {
  expect(costs[flow]).toEqual(budgets[flow])
})

it('a redirect sign-in costs no more than a direct one', () => {
  expect(costs['returning, redirect']).toEqual(costs['returning, direct'])
})
