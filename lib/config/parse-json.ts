import { ConfigurationError } from './variables.ts'

/**
 * Parses the text of a stage. Throws `ConfigurationError` that names the source and shows nothing of the
 * text.
 */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigurationError(where, 'is not JSON')
  }
}
