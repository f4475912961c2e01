import { registerHooks } from 'node:module'
import { extname } from 'node:path'
import { namedDatabase } from './named-database.ts'

/** A folder or file of `lib/`, with the endings that files have here: a package has JavaScript. */
const inLib = (path: string): string => new URL(`../../${path}`, import.meta.url).href
const fileInLib = (path: string): string => inLib(`${path}${extname(import.meta.url)}`)

/** The clients of the table that functions have in the cloud, and what sends requests, by the packages that they replace there. */
const clients = (): ReadonlyMap<string, string> =>
  new Map([
    [
      '@aws-sdk/client-dynamodb',
      fileInLib(
        namedDatabase(process.env) === undefined ? 'local/aws/embedded-client' : 'aws/clients/dynamodb',
      ),
    ],
    ['@smithy/node-http-handler', fileInLib('aws/http/node-http-handler')],
    ['@aws-sdk/lib-dynamodb', fileInLib('aws/clients/dynamodb-document')],
  ])

/** What functions consist of. The rest of the laptop, and every command, has the SDK. */
const functionsReach = [inLib('store/'), inLib('runtime/')]

/**
 * Gives functions the table's clients of their bundles from now on, as they have in the cloud. Those of the SDK take 1.8 ms of
 * a request's CPU time. The embedded database has a client with one difference (`embedded-client.ts`). Modules that were loaded
 * before keep what they have.
 */
export function useBundledClients(): void {
  const ofFunctions = clients()
  registerHooks({
    resolve(specifier, context, next) {
      const url = ofFunctions.get(specifier)
      const isForFunctions = functionsReach.some((folder) => context.parentURL?.startsWith(folder))
      return url !== undefined && isForFunctions ? { url, shortCircuit: true } : next(specifier, context)
    },
  })
}
