/** One request, one line: codes, names of things and numbers; never a token, an address or a name of a person. */
export type LogLine = Readonly<Record<string, string | number | boolean | object | undefined>>

let write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Writes one line of JSON, so that no value can break out of its line. */
export function log(line: LogLine): void {
  write(JSON.stringify(line))
}

/** Sends all further lines elsewhere; the laptop shows them beside what they explain. */
export function sendLogTo(sink: (line: string) => void): void {
  write = sink
}
