import { ConfigurationError } from './variables.ts'

/** Where V8 says that a text stops being JSON. The rest of its message may show the text. */
const place = /\(line (\d+) column (\d+)\)$/

/**
 * Parses the text of a stage. Throws `ConfigurationError` that names the source, the line and the column, and shows nothing
 * of the text.
 */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const [, line, column] = place.exec(error instanceof Error ? error.message : '') ?? []
    const fault = line === undefined ? '' : ` in line ${line}, column ${column}`
    throw new ConfigurationError(where, `is not JSON${fault}`)
  }
}
