import { styleText } from 'node:util'

/** One request as the laptop saw it: no query, no headers, no body. */
export interface SeenRequest {
  readonly at: string
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
}

/** A request together with what its function wrote about it. */
export type LogEntry = Readonly<Record<string, unknown>>

export interface RequestLog {
  /** Takes a line of the product's own log; it waits for the request that it belongs to. */
  write(line: string): void
  /** Takes a request that has been answered. */
  add(request: SeenRequest): void
  /** The latest entries, oldest first. */
  entries(): readonly LogEntry[]
}

const mostEntries = 200

/** Keeps the latest requests for the demo page, and gives `print` a short line for people about each. */
export function createRequestLog(print: (line: string) => void): RequestLog {
  const entries: LogEntry[] = []
  const waiting = new Map<string, LogEntry>()
  const keep = (entry: LogEntry): void => {
    entries.push(entry)
    if (entries.length > mostEntries) entries.shift()
    print(forPeople(entry))
  }
  return {
    write(line) {
      const entry = parse(line)
      const id = entry['requestId']
      if (typeof id !== 'string') keep({ at: new Date().toISOString(), ...entry })
      else waiting.set(id, { ...waiting.get(id), ...entry })
    },
    add(request) {
      const told = waiting.get(request.requestId)
      waiting.delete(request.requestId)
      keep({ ...told, ...request })
    },
    entries: () => [...entries],
  }
}

function parse(line: string): LogEntry {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null) {
      // What the metrics are made of says nothing to people.
      return Object.fromEntries(
        Object.entries(value).filter(([name]) => name !== '_aws' && name !== 'requests'),
      )
    }
  } catch {
    // A line that is no JSON is shown as it is.
  }
  return { message: line.trimEnd() }
}

/** `20:41:07  POST /token  200  signed_in (row 1)  12 ms` */
function forPeople(entry: LogEntry): string {
  const time = styleText('dim', text(entry['at']).slice(11, 19))
  if (entry['method'] === undefined) return `${time}  ${JSON.stringify(entry)}`
  const status = Number(entry['status'])
  const row = entry['row'] === undefined ? '' : ` (row ${text(entry['row'])})`
  const outcome = text(entry['outcome'] ?? entry['code'])
  return [
    time,
    `${text(entry['method']).padEnd(4)} ${text(entry['path'])}`,
    styleText(status < 400 ? 'green' : status < 500 ? 'yellow' : 'red', String(status)),
    `${outcome}${row}`,
    styleText('dim', `${text(entry['ms'])} ms`),
  ]
    .filter((part) => part !== '')
    .join('  ')
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
