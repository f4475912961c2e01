import { inject } from 'vitest'
import { startCountingProxy } from './counting-proxy.ts'
import { type Given, startStack, stopStack, testWithOptions } from './test-with-stack.ts'

/** `testWithStack`, with a proxy in front of the stack's database that counts its requests and plays its faults. */
export const testWithCountedDatabase = (given: Given = {}) =>
  testWithOptions(given)
    .extend('counted', { scope: 'file' }, async ({ stackOptions }, { onCleanup }) => {
      const database = await startCountingProxy(inject('databaseEndpoint'))
      onCleanup(async () => {
        await stopStack()
        await database.stop()
      })
      const environment = { ...stackOptions.environment, AWS_ENDPOINT_URL_DYNAMODB: database.endpoint }
      return { database, stack: await startStack({ ...stackOptions, environment }) }
    })
    .extend('stack', { scope: 'file', auto: true }, ({ counted }) => counted.stack)
    .extend('database', { scope: 'file' }, ({ counted }) => counted.database)
