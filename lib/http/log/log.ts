/** A log line: codes, names of things and numbers. Never a token, an address or a person's name. */
export type LogLine = Readonly<Record<string, string | number | boolean | object | undefined>>

let write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Writes one line of JSON. JSON escapes line breaks, so no value can forge a second line. */
export function log(line: LogLine): void {
  write(JSON.stringify(line))
}

/** Sends all further lines to `sink`; the local server prints them. Gives a function that sends them where they went before. */
export function sendLogTo(sink: (line: string) => void): () => void {
  const before = write
  write = sink
  return () => {
    write = before
  }
}
