import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { freshTable } from '../support/database.ts'

/** A table of its own, with the keys that go with it, as an operator's shell has them. */
export async function operatorsShell() {
  const { client, tableName, endpoint } = await freshTable()
  const variables = {
    PATH: process.env['PATH'],
    IEUM_TABLE: tableName,
    IEUM_SECRETS: JSON.stringify(await makeKeys(new Date('2026-01-01T00:00:00Z'))),
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
  return { client, tableName, variables }
}
export type Shell = Awaited<ReturnType<typeof operatorsShell>>

/** Starts `npm run members -- …`; the child may be killed. */
export function startMembers({ variables }: Pick<Shell, 'variables'>, ...given: readonly string[]) {
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

/** Runs it to the end. Throws what it said when it failed. */
export async function members(shell: Pick<Shell, 'variables'>, ...given: readonly string[]): Promise<string> {
  const { code, out, err } = await startMembers(shell, ...given).ended
  if (code !== 0) throw new Error(`members ${given.join(' ')} ended with ${code}: ${err}${out}`)
  return out
}
