import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { currentFunction } from '../../lib/local/gateway/functions.ts'
import { actionsOf, granted } from './granted-actions.ts'
import { quicken, sendQuickly } from './quick-database.ts'
import { noteRefusal, tooManyCalls } from './table-calls.ts'
import { changedInSilence, historyChanged, writesOf } from './told-changes.ts'

/*
 * Stands between the functions of a local stack and its table, in every test with both, and is as strict as IAM: a
 * function that exceeds its line in `routes.ts` is refused, and the test fails. A change of a member without an entry
 * in the history also fails the test, and so does any change of a history other than an addition, and a request that calls
 * the table more often than its budget says.
 */

const faults: string[] = []
/** Gives the findings so far, and forgets them. */
export const takeFaults = (): readonly string[] => faults.splice(0)

/** Clients whose requests belong to the store, not to a test that tampers with the table. */
const ours = new WeakSet<object>()

/** Watches the writes of a client of the store, also without a function. */
export function watched(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
  ours.add(client)
  return client
}

function inspect(client: object, command: unknown): void {
  if (typeof command !== 'object' || command === null || !('input' in command)) return
  const { name } = command.constructor
  const call = currentFunction.getStore()
  const id = call?.id
  const found: string[] = []
  if (id !== undefined) {
    const allowed = granted(id)
    const missing = actionsOf(name, command.input).filter((action) => !allowed.has(action))
    found.push(...missing.map((action) => `${id} may not ${action}`))
  }
  if (id !== undefined || ours.has(client)) {
    const writes = writesOf(name, command.input)
    found.push(...changedInSilence(writes).map((what) => `${id ?? 'the store'} is silent about: ${what}`))
    found.push(...historyChanged(writes).map((what) => `${id ?? 'the store'} changes a history: ${what}`))
  }
  if (call !== undefined) found.push(...tooManyCalls(call, name))
  if (found.length === 0) return
  faults.push(...found)
  throw new Error(found.join('; '))
}

const { send } = DynamoDBDocumentClient.prototype
Object.defineProperty(DynamoDBDocumentClient.prototype, 'send', {
  configurable: true,
  writable: true,
  value(this: DynamoDBDocumentClient, ...request: readonly unknown[]): unknown {
    try {
      inspect(this, request[0])
    } catch (error) {
      return Promise.reject(error)
    }
    const [command] = request
    if (request.length === 1 && typeof command === 'object' && command !== null) {
      const quick = sendQuickly(this, command)
      if (quick !== undefined) return noteRefusal(quick)
    }
    quicken(this)
    return noteRefusal(Reflect.apply(send, this, request))
  },
})
