import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from './fault-proxy.ts'

/** Whether every fault is played, with a stage's own limits. */
export const isWhole = process.env['IEUM_FAULTS'] === 'all'

/** What one request met. */
export interface Cell {
  readonly door: string
  readonly service: string
  readonly fault: Fault
  readonly status: number
  readonly ms: number
  readonly tableCalls: number
  /** The status of the same request afterwards. */
  readonly again: number
}

const count = (values: readonly number[]): string =>
  [...Map.groupBy(values, (value) => value)]
    .toSorted(([one], [other]) => one - other)
    .map(([value, those]) => `${value} × ${those.length}`)
    .join(', ')

const rowOf = (cells: readonly Cell[]): string => {
  const [first] = cells
  const longest = Math.max(...cells.map(({ ms }) => ms)) / 1000
  const calls = Math.max(...cells.map(({ tableCalls }) => tableCalls))
  const values = [
    first?.service,
    first?.fault,
    cells.length,
    count(cells.map(({ status }) => status)),
    longest.toFixed(1),
    calls,
    count(cells.map(({ again }) => again)),
  ]
  return `| ${values.join(' | ')} |`
}

const head = `# Faults of the services behind

\`npm run faults\` writes this page: every door with every service that it calls, on the local stack, with the limits of a
stage (4.5 seconds in all, 1.5 for an attempt). A slow service takes half a second for each response. A door's request is made
ready while all works, sent once during the fault, and sent again afterwards.

What must hold, or the command fails: no response later than 5 seconds, at most 6 calls of the table for a request, each 5xx a
problem with \`Retry-After\` and CORS, and the same request works afterwards or says that it is done.

| service | is | doors | answers meanwhile | longest, s | most calls of the table | the same afterwards |
| --- | --- | --- | --- | --- | --- | --- |
`

/** Writes docs/faults.md if every fault was played. */
export function writeFaultPage(cells: readonly Cell[]): void {
  if (!isWhole) return
  const groups = [...Map.groupBy(cells, ({ service, fault }) => `${service} ${fault}`).values()]
  const page = `${head}${groups.map(rowOf).toSorted().join('\n')}\n`
  writeFileSync(join(import.meta.dirname, '../../../docs/faults.md'), page)
}
