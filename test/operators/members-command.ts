import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { vi } from 'vitest'
import { runMembers } from '../../lib/commands/members.ts'
import { createTable, startDatabase } from '../../lib/local/aws/database.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
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

/** Starts `npm run members -- …` in a process of its own. The test can kill it. */
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

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs `npm run members -- …` in this process with the variables of a shell. Gives its exit code and what it printed. */
export async function runMembersHere({ variables }: Started, ...given: readonly string[]): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((text) => void out.push(`${text}\n`)),
    vi.spyOn(console, 'error').mockImplementation((text) => void err.push(`${text}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ]
  const unset = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]))
  const restore = setEnvironment({ ...unset, ...variables })
  try {
    const code = await runMembers(given)
    return { code, out: out.join(''), err: err.join('') }
  } finally {
    restore()
    for (const spy of spies) spy.mockRestore()
  }
}

/** What a command printed. Throws it when the command failed, or logged like a function. */
function printed({ code, out, err }: Ended, given: readonly string[]): string {
  if (code !== 0) throw new Error(`members ${given.join(' ')} ended with ${code}: ${err}${out}`)
  if (/^\{/m.test(err)) throw new Error(`members ${given.join(' ')} logs to a person: ${err}`)
  return out
}

/** Runs the command to the end, in this process. Throws its output when it failed, or logged like a function. */
export const members = async (shell: Started, ...given: readonly string[]): Promise<string> =>
  printed(await runMembersHere(shell, ...given), given)

/** The same in a process of its own. */
export const membersApart = async (shell: Started, ...given: readonly string[]): Promise<string> =>
  printed(await startMembers(shell, ...given).ended, given)
