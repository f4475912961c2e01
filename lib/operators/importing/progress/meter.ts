import { stat } from 'node:fs/promises'
import { Presets, SingleBar } from 'cli-progress'
import type { Locale } from '../../../domain/values/locale.ts'
import type { SpokenTexts } from '../report/texts.ts'
import { type Counts, noCounts } from './checkpoint.ts'

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

const texts = {
  en: {
    counts: ({ imported, there, rejected }: Counts) =>
      `${imported} imported, ${there} there already, ${rejected} rejected`,
    rate: (rate: number | string) => `${rate}/s`,
    left: (time: string) => `${time} left`,
  },
  ko: {
    counts: ({ imported, there, rejected }: Counts) =>
      `가져옴 ${imported}, 이미 있음 ${there}, 거절 ${rejected}`,
    rate: (rate: number | string) => `초당 ${rate}`,
    left: (time: string) => `${time} 남음`,
  },
} as const satisfies SpokenTexts

type ProgressTexts = (typeof texts)[Locale]

/** Creates a meter in the reader's language: a bar with rate and remaining time on a terminal, else a line every ten seconds. */
export async function meterFor(file: string, stream: NodeJS.WriteStream, locale: Locale): Promise<Meter> {
  const { size } = await stat(file)
  return (stream.isTTY ? bar : lines)(size, stream, texts[locale])
}

function bar(size: number, stream: NodeJS.WriteStream, text: ProgressTexts): Meter {
  const format = `{bar} {percentage}% | {counts} | ${text.rate('{rate}')} | ${text.left('{eta_formatted}')}`
  const single = new SingleBar({ format, stream, fps: 4, etaBuffer: 500 }, Presets.shades_classic)
  const startedAt = Date.now()
  let first: number | undefined
  single.start(size, 0, { counts: text.counts(noCounts), rate: 0 })
  return {
    show({ bytes, counts }) {
      first ??= done(counts)
      single.update(Math.min(bytes, size), {
        counts: text.counts(counts),
        rate: rateOf(done(counts) - first, startedAt),
      })
    },
    stop: () => single.stop(),
  }
}

const rateOf = (records: number, startedAt: number): number =>
  Math.round(records / Math.max(0.001, (Date.now() - startedAt) / 1000))

const lineIntervalMs = 10_000

function lines(size: number, stream: NodeJS.WriteStream, text: ProgressTexts): Meter {
  const startedAt = Date.now()
  let last = startedAt
  let first: number | undefined
  return {
    show({ bytes, counts }) {
      first ??= done(counts)
      if (Date.now() - last < lineIntervalMs) return
      last = Date.now()
      const percent = Math.floor((100 * Math.min(bytes, size)) / Math.max(1, size))
      stream.write(
        `${percent}%: ${text.counts(counts)}, ${text.rate(rateOf(done(counts) - first, startedAt))}\n`,
      )
    },
    stop: () => {},
  }
}
