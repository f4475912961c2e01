import { styleText } from 'node:util'

/** One request without query, headers or body. */
interface SeenRequest {
  readonly at: string
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  /** What a refusal was about. */
  readonly about?: string
}

/** A request together with its function's log entry. */
export type LogEntry = Readonly<Record<string, unknown>>

/** The log of the latest requests. */
export interface RequestLog {
  /** Takes a line of ieum's own log, which waits for its request. */
  write(line: string): void
  /** Takes a finished request. */
  add(request: SeenRequest): void
  /** The latest entries, oldest first. */
  entries(): readonly LogEntry[]
}

const maxEntries = 200

/** Keeps the latest requests for the demo page, and passes `print` a short line about each. */
export function createRequestLog(print: (line: string) => void): RequestLog {
  const entries: LogEntry[] = []
  const unmatched = new Map<string, LogEntry>()
  const addEntry = (entry: LogEntry): void => {
    entries.push(entry)
    if (entries.length > maxEntries) entries.shift()
    print(lineOf(entry))
  }
  return {
    write(line) {
      const entry = parse(line)
      const id = entry['requestId']
      if (typeof id !== 'string') addEntry({ at: new Date().toISOString(), ...entry })
      else unmatched.set(id, { ...unmatched.get(id), ...entry })
    },
    add(request) {
      const logged = unmatched.get(request.requestId)
      unmatched.delete(request.requestId)
      addEntry({ ...logged, ...request })
    },
    entries: () => [...entries],
  }
}

function parse(line: string): LogEntry {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null) {
      // The metrics' own fields mean nothing to people.
      return Object.fromEntries(
        Object.entries(value).filter(([name]) => name !== '_aws' && name !== 'requests'),
      )
    }
  } catch {
    // A line that is not JSON is shown as it is.
  }
  return { message: line.trimEnd() }
}

/** `20:41:07  POST /token  200  signed_in (row 1)  12 ms`, and in a line of its own what a refusal was about. */
function lineOf(entry: LogEntry): string {
  const time = styleText('dim', text(entry['at']).slice(11, 19))
  if (entry['method'] === undefined) return `${time}  ${JSON.stringify(entry)}`
  const status = Number(entry['status'])
  const row = entry['row'] === undefined ? '' : ` (row ${text(entry['row'])})`
  const outcome = text(entry['outcome'] ?? entry['code'])
  const about = entry['about'] === undefined ? '' : `\n          ${text(entry['about'])}`
  const line = [
    time,
    `${text(entry['method']).padEnd(4)} ${text(entry['path'])}`,
    styleText(status < 400 ? 'green' : status < 500 ? 'yellow' : 'red', String(status)),
    `${outcome}${row}`,
    styleText('dim', `${text(entry['ms'])} ms`),
  ]
    .filter((part) => part !== '')
    .join('  ')
  return `${line}${about}`
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
