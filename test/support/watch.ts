import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { currentFunction } from '../../lib/local/gateway/functions.ts'
import { actionsOf, granted } from './granted-actions.ts'
import { changedInSilence, historyChanged, writesOf } from './told-changes.ts'

/*
 * Stands between the functions of a house and its table, in every test that has one, and is as strict as IAM: a
 * function that does what its line in `routes.ts` does not list is refused, and the test fails. So does one
 * that changes a member without a word in its history, or a history otherwise than by adding to it.
 */

const faults: string[] = []
/** What was found wrong until now, and is forgotten by asking. */
export const takeFaults = (): readonly string[] => faults.splice(0)

/** Clients whose requests are those of the store, not of a test that tampers with the table. */
const ours = new WeakSet<object>()

/** Watches what a client of the store writes, also where no function runs. */
export function watched(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
  ours.add(client)
  return client
}

function inspect(client: object, command: unknown): void {
  if (typeof command !== 'object' || command === null || !('input' in command)) return
  const { name } = command.constructor
  const id = currentFunction.getStore()
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
    return Reflect.apply(send, this, request)
  },
})
