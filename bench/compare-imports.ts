import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable, startDatabase } from '../lib/local/aws/database.ts'
import { makeKeys } from '../lib/tokens/make-keys.ts'
import { writeMadeUpMembers } from './made-up-members.ts'

/**
 * Measures imported members per second of this checkout beside another one, by their commands, against one embedded
 * database, in turns; and the largest memory of each command.
 *
 *     git worktree add /tmp/before 0133d75 && (cd /tmp/before && npm ci)
 *     node bench/compare-imports.ts /tmp/before 100000 2
 */
const [other = '', count = '20000', rounds = '2'] = process.argv.slice(2)
await stat(join(other, 'bin/members.ts'))
const account = { accessKeyId: 'local', secretAccessKey: 'local' }
const database = await startDatabase()
const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'local', credentials: account })
const keys = JSON.stringify(await makeKeys(new Date()))

/** The largest resident memory of a running process so far, in MB. Linux tells. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** Imports the file by a checkout's command into a table of its own. */
async function importBy(checkout: string, file: string, tableName: string) {
  await createTable(client, tableName, 'silent')
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['bin/members.ts', 'import', file], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
      IEUM_TABLE: tableName,
      IEUM_SECRETS: keys,
    },
  })
  let [text, memory] = ['', 0]
  child.stdout.on('data', (chunk) => {
    text += String(chunk)
  })
  const watch = setInterval(async () => {
    memory = Math.max(memory, await memoryOf(child.pid))
  }, 200)
  await once(child, 'close')
  clearInterval(watch)
  const imported = Number(/imported\s+(\d+)/.exec(text)?.[1] ?? 0)
  return { imported, rate: (1000 * imported) / (performance.now() - startedAt), memory }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

try {
  const checkouts = { before: other, now: process.cwd() }
  const rates: Record<string, number[]> = { before: [], now: [] }
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const [name, checkout] of Object.entries(checkouts)) {
      const file = join(tmpdir(), `ieum-compare-${name}-${round}.jsonl`)
      await writeMadeUpMembers(file, Number(count))
      const { imported, rate, memory } = await importBy(checkout, file, `${name}-${round}`)
      await Promise.all(
        ['', '.rejects.jsonl', '.warnings.jsonl'].map((more) => rm(file + more, { force: true })),
      )
      rates[name]?.push(rate)
      process.stdout.write(
        `${name}: ${imported} imported, ${rate.toFixed(0)}/s, ${memory.toFixed(0)} MB at most\n`,
      )
    }
  }
  const ratio = median(rates['now'] ?? []) / median(rates['before'] ?? [])
  process.stdout.write(`ratio ${ratio.toFixed(2)}\n`)
} finally {
  await database.stop()
}
