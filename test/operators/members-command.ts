import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { createTable, startDatabase } from '../../lib/local/aws/database.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'

/** An operator's account. The database takes any. */
export const account = {
  AWS_REGION: 'ap-northeast-2',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
} as const

/** A database for very many members. */
export async function bigDatabase() {
  const { endpoint, stop } = await startDatabase()
  const credentials = {
    accessKeyId: account.AWS_ACCESS_KEY_ID,
    secretAccessKey: account.AWS_SECRET_ACCESS_KEY,
  }
  const keys = JSON.stringify(await makeKeys(new Date('2026-01-01T00:00:00Z')))
  const base = new DynamoDBClient({ endpoint, region: account.AWS_REGION, credentials })

  /** A table of its own with its keys, as in an operator's shell. */
  async function shell() {
    const tableName = `ieum-${randomUUID()}`
    await createTable(base, tableName, 'silent')
    const variables = {
      ...account,
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      IEUM_TABLE: tableName,
      IEUM_SECRETS: keys,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    }
    return { client: DynamoDBDocumentClient.from(base), tableName, variables }
  }
  return { shell, stop }
}
export type Shell = Awaited<ReturnType<Awaited<ReturnType<typeof bigDatabase>>['shell']>>

/** The variables of a shell. */
interface Started {
  readonly variables: NodeJS.ProcessEnv
}

/** Starts `npm run members -- …`. The test can kill the child process. */
export function startMembers({ variables }: Started, ...given: readonly string[]) {
  const child = spawn(process.execPath, ['bin/members.ts', ...given], { env: variables })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, out, err }))
  return { child, ended }
}

/** Runs the command to the end. Throws its output when it failed, or logged like a function. */
export async function members(shell: Started, ...given: readonly string[]): Promise<string> {
  const { code, out, err } = await startMembers(shell, ...given).ended
  if (code !== 0) throw new Error(`members ${given.join(' ')} ended with ${code}: ${err}${out}`)
  if (/^\{/m.test(err)) throw new Error(`members ${given.join(' ')} logs to a person: ${err}`)
  return out
}
