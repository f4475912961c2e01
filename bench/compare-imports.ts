import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { createTable, startDatabase } from '../lib/local/aws/database.ts'
import { portOf } from '../lib/stand-ins/host/port-of.ts'
import { writeMadeUpMembers } from './made-up-members.ts'

/**
 * Measures imported members per second, and per second of CPU, of this checkout beside another one, by their commands, in
 * turns, and the memory of each command in each tenth of its time: the largest that the process took, which V8 lets grow as long as
 * there is room, and what its threads still held after collections. Against one embedded database, whose own work is
 * most of the time, and against one that answers every request at once, which shows the commands alone.
 *
 *     git worktree add /tmp/before 0133d75 && (cd /tmp/before && npm ci)
 *     node bench/compare-imports.ts /tmp/before 100000 2 instant
 *
 * The last argument leaves the other database out. With `-` in the place of the other checkout, this one is measured alone.
 */
const [other = '', count = '20000', rounds = '2', only = ''] = process.argv.slice(2)
const alone = other === '-'
if (!alone) await stat(join(other, 'bin/members.ts'))
const account = { accessKeyId: 'local', secretAccessKey: 'local' }
const database = await startDatabase()
const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'local', credentials: account })

/** A database that writes nothing and refuses nothing. */
const instant = createServer(async (request, response) => {
  const describes = request.headers['x-amz-target'] === 'DynamoDB_20120810.DescribeTable'
  for await (const _ of request);
  response.end(describes ? '{"Table":{"TableId":"instant"}}' : '{}')
}).listen(0, '127.0.0.1')
await once(instant, 'listening')
const endpoints = {
  embedded: database.endpoint,
  instant: `http://127.0.0.1:${portOf(instant)}`,
} as const
type MeasuredDatabase = keyof typeof endpoints

/** New keys in the form of a checkout. */
async function keysOf(checkout: string): Promise<string> {
  const script = `import('./lib/tokens/make-keys.ts').then(async ({ makeKeys }) => console.log(JSON.stringify(await makeKeys(new Date()))))`
  const child = spawn(process.execPath, ['-e', script], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return text(child.stdout)
}

/** The resident memory of a running process, in MB. Linux tells. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** The seconds of CPU that a running process has used, its threads included. */
async function cpuOf(pid: number | undefined): Promise<number> {
  const [, fields = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ')
  const [user = '0', system = '0'] = fields.split(' ').slice(11, 13)
  return (Number(user) + Number(system)) / 100
}

/** The largest of the readings in each tenth of them. */
const tenths = (readings: readonly number[]): readonly number[] =>
  Array.from({ length: 10 }, (_, index) => {
    const [from, to] = [(index * readings.length) / 10, ((index + 1) * readings.length) / 10]
    return Math.max(0, ...readings.slice(Math.floor(from), Math.ceil(to)))
  })

/** A full collection in V8's log: the thread, when, and the megabytes that it held after it. */
const collection = /^\[\d+:(0x[0-9a-f]+)\]\s+(\d+) ms: Mark-Compact .*? -> ([\d.]+) \(/gm

/** The most that all threads together held after collections, in each tenth of the time. */
function heldInTenths(log: string): readonly number[] {
  const collections = [...log.matchAll(collection)].map(([, thread = '', at, held]) => ({
    thread,
    at: Number(at),
    held: Number(held),
  }))
  const end = Math.max(1, ...collections.map(({ at }) => at))
  const threads = new Map<string, number>()
  const held: number[] = Array.from({ length: 10 }, () => 0)
  for (const { thread, at, held: megabytes } of collections.toSorted((a, b) => a.at - b.at)) {
    threads.set(thread, megabytes)
    const tenth = Math.min(9, Math.floor((10 * at) / end))
    held[tenth] = Math.max(
      held[tenth] ?? 0,
      [...threads.values()].reduce((sum, one) => sum + one, 0),
    )
  }
  return held
}

/** Imports the file by a checkout's command into a table of its own. */
async function importBy(checkout: string, file: string, endpoint: MeasuredDatabase, tableName: string) {
  if (endpoint === 'embedded') await createTable(client, tableName, 'silent')
  const keys = await keysOf(checkout)
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--trace-gc', 'bin/members.ts', 'import', file], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: endpoints[endpoint],
      IEUM_TABLE: tableName,
      IEUM_SECRETS: keys,
      NODE_OPTIONS: process.env['NODE_OPTIONS'],
    },
  })
  const memory: number[] = []
  let cpu = 0
  const watch = setInterval(async () => {
    const [read, used] = await Promise.all([memoryOf(child.pid), cpuOf(child.pid)])
    if (read > 0) memory.push(read)
    cpu = Math.max(cpu, used)
  }, 200)
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')])
  clearInterval(watch)
  const imported = Number(/imported\s+(\d+)/.exec(printed)?.[1] ?? 0)
  return {
    imported,
    rate: (1000 * imported) / (performance.now() - startedAt),
    perCpu: imported / cpu,
    memory,
    held: heldInTenths(printed),
  }
}

/** Megabytes, of which a tenth without a collection has none. */
const listed = (megabytes: readonly number[]): string =>
  megabytes.map((one) => (one === 0 ? '-' : one.toFixed(0))).join(' ')

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** The rates of both checkouts, in turns. */
async function compare(endpoint: MeasuredDatabase): Promise<void> {
  const rates: Record<string, number[]> = { before: [], now: [] }
  const cpuRates: Record<string, number[]> = { before: [], now: [] }
  for (let round = 0; round < Number(rounds); round += 1) {
    const checkouts = { ...(alone ? {} : { before: other }), now: process.cwd() }
    for (const [name, checkout] of Object.entries(checkouts)) {
      const file = join(tmpdir(), `ieum-compare-${endpoint}-${name}-${round}.jsonl`)
      await writeMadeUpMembers(file, Number(count))
      const { imported, rate, perCpu, memory, held } = await importBy(
        checkout,
        file,
        endpoint,
        `${name}-${round}`,
      )
      const written = ['', '.rejects.jsonl', '.warnings.jsonl']
      await Promise.all(written.map((more) => rm(file + more, { force: true })))
      rates[name]?.push(rate)
      cpuRates[name]?.push(perCpu)
      process.stdout.write(
        `${endpoint} ${name}: ${imported} imported, ${rate.toFixed(0)}/s, ${perCpu.toFixed(0)}/s of CPU, ` +
          `at most ${listed(tenths(memory))} MB in each tenth, held ${listed(held)} MB\n`,
      )
    }
  }
  const ratioOf = ({ now = [], before = [] }: Record<string, number[]>): string =>
    (median(now) / median(before)).toFixed(2)
  if (!alone) process.stdout.write(`${endpoint}: ratio ${ratioOf(rates)}, of CPU ${ratioOf(cpuRates)}\n`)
}

try {
  if (only !== 'instant') await compare('embedded')
  if (only !== 'embedded') await compare('instant')
} finally {
  instant.close()
  await database.stop()
}
