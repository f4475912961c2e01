import { stat } from 'node:fs/promises'
import { Presets, SingleBar } from 'cli-progress'
import { type Counts, noCounts } from './importing/checkpoint.ts'

/** The position in a file, and the results so far. */
interface Progress {
  readonly bytes: number
  readonly counts: Counts
}

/** Shows the progress of an import. */
export interface Meter {
  show(progress: Progress): void
  stop(): void
}

const done = ({ imported, there, rejected }: Counts): number => imported + there + rejected

const countsText = (counts: Counts): string =>
  `${counts.imported} imported, ${counts.there} there already, ${counts.rejected} rejected`

/** Creates a meter: a bar with rate and remaining time on a terminal, else a line every ten seconds. */
export async function meterFor(file: string, stream: NodeJS.WriteStream): Promise<Meter> {
  const { size } = await stat(file)
  return stream.isTTY ? bar(size, stream) : lines(size, stream)
}

function bar(size: number, stream: NodeJS.WriteStream): Meter {
  const format = '{bar} {percentage}% | {counts} | {rate}/s | {eta_formatted} left'
  const single = new SingleBar({ format, stream, fps: 4, etaBuffer: 500 }, Presets.shades_classic)
  const startedAt = Date.now()
  let first: number | undefined
  single.start(size, 0, { counts: countsText(noCounts), rate: 0 })
  return {
    show({ bytes, counts }) {
      first ??= done(counts)
      single.update(Math.min(bytes, size), {
        counts: countsText(counts),
        rate: rateOf(done(counts) - first, startedAt),
      })
    },
    stop: () => single.stop(),
  }
}

const rateOf = (records: number, startedAt: number): number =>
  Math.round(records / Math.max(0.001, (Date.now() - startedAt) / 1000))

const lineIntervalMs = 10_000

function lines(size: number, stream: NodeJS.WriteStream): Meter {
  const startedAt = Date.now()
  let last = startedAt
  let first: number | undefined
  return {
    show({ bytes, counts }) {
      first ??= done(counts)
      if (Date.now() - last < lineIntervalMs) return
      last = Date.now()
      const percent = Math.floor((100 * Math.min(bytes, size)) / Math.max(1, size))
      stream.write(`${percent}%: ${countsText(counts)}, ${rateOf(done(counts) - first, startedAt)}/s\n`)
    },
    stop: () => {},
  }
}
