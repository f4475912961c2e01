import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge'

/**
 * The name of the bus on which a deployed stage tells its events. The stage's stack calls it by the path of its construct.
 * Throws an `Error` that tells the operator what to do.
 */
export async function findBus(stageName: string): Promise<string> {
  const prefix = `ieum${stageName.replaceAll('-', '')}EventsBus`
  const client = new EventBridgeClient({})
  try {
    const { EventBuses = [] } = await client.send(new ListEventBusesCommand({ NamePrefix: prefix }))
    const [only, another] = EventBuses.flatMap(({ Name }) => Name ?? [])
    if (only !== undefined && another === undefined) return only
    throw new Error(
      `${only === undefined ? 'No' : 'More than one'} event bus has a name that starts with ${prefix}. ` +
        "Set IEUM_BUS to the stack's output EventBusName",
    )
  } finally {
    client.destroy()
  }
}
