import { vi } from 'vitest'
import { sendLogTo } from '../../lib/http/log/log.ts'

/** All that this process said while somebody listened. */
export interface Overheard {
  /** The product's own log, a line each. */
  readonly log: readonly string[]
  /** The log, both streams and the console, as one text. */
  everything(): string
  stop(): void
}

/** Listens to everything that could end up in a log. Start it after the house, whose log it takes over. */
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

/** What was said in one call; of an error all that a console would show. */
const textOf = (said: readonly unknown[]): string =>
  said
    .map((part) => {
      if (part instanceof Error) return `${part.stack} ${textOf([part.cause ?? ''])}`
      return part instanceof Uint8Array ? Buffer.from(part).toString() : String(part)
    })
    .join(' ')
