import { isSafeTransport } from './transport.ts'

/**
 * Checks a provider's base address, which may have a path: https (or loopback), no query, no trailing slash.
 * Takes the setting's name, its value and an example, gives the value. Throws an `Error` that names the
 * setting, at start.
 */
export function checkAddress(name: string, value: string, example: string): string {
  const url = URL.parse(value)
  const isBare = url !== null && url.search === '' && url.hash === '' && !value.endsWith('/')
  if (isBare && isSafeTransport(url)) return value
  throw new Error(`${name} must be an https address such as ${example} (got ${value})`)
}
