import { vi } from 'vitest'
import { sendLogTo } from '../../lib/http/log/log.ts'

/** The output of this process while a test listens. */
export interface Overheard {
  /** The product's own log, by line. */
  readonly log: readonly string[]
  /** The log, both streams and the console, as one text. */
  everything(): string
  stop(): void
}

/** Listens to everything that could end up in a log. Start it after the local stack, whose log it takes over. */
export function overhear(): Overheard {
  const log: string[] = []
  const streams = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  const consoles = (['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation(() => {}),
  )
  sendLogTo((line) => void log.push(line))
  const spies = [...streams, ...consoles]
  return {
    log,
    everything: () => [...log, ...spies.flatMap(({ mock }) => mock.calls.map(textOf))].join('\n'),
    stop: () => {
      for (const spy of spies) spy.mockRestore()
    },
  }
}

/** The text of one call. An error counts with everything that a console shows. */
const textOf = (said: readonly unknown[]): string =>
  said
    .map((part) => {
      if (part instanceof Error) return `${part.stack} ${textOf([part.cause ?? ''])}`
      return part instanceof Uint8Array ? Buffer.from(part).toString() : String(part)
    })
    .join(' ')
