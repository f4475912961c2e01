import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge'
import { beforeEach, expect, it } from 'vitest'
import { findBus } from '../../lib/commands/repeating/find-bus.ts'
import { production, propertiesOf, synthesise } from '../cloud/synth.ts'
import { awsDouble } from '../support/aws-double.ts'

const bridge = awsDouble(EventBridgeClient)
beforeEach(() => bridge.reset())

const buses = (...names: readonly string[]) => ({ EventBuses: names.map((Name) => ({ Name })) })

it('asks for the bus of a stage by the beginning of the name that its stack gives it', async () => {
  const { template } = synthesise('prod-kr', production)
  const [{ Name }] = propertiesOf(template, 'AWS::Events::EventBus')
  bridge.on(ListEventBusesCommand).resolves(buses(Name))
  expect(await findBus('prod-kr')).toBe(Name)
  const [call] = bridge.commandCalls(ListEventBusesCommand)
  expect(Name.startsWith(call?.args[0].input.NamePrefix)).toBe(true)
})

it('says what to set where none or several answer to the name', async () => {
  bridge.on(ListEventBusesCommand).resolves(buses())
  await expect(findBus('prod')).rejects.toThrow("Set IEUM_BUS to the stack's output EventBusName")
  bridge.on(ListEventBusesCommand).resolves(buses('ieumprodEventsBus1', 'ieumprodEventsBus2'))
  await expect(findBus('prod')).rejects.toThrow('More than one event bus')
})
