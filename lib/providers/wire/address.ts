import { isSafeOrigin } from './transport.ts'

/**
 * Checks the address of a provider, which may have a path: https (or loopback), without a query and a slash at its
 * end. Throws an `Error` that names the setting, at start.
 */
export function checkAddress(name: string, given: string, example: string): string {
  const url = URL.parse(given)
  const isPlain = url !== null && url.search === '' && url.hash === '' && !given.endsWith('/')
  if (isPlain && isSafeOrigin(url)) return given
  throw new Error(`${name} must be an https address such as ${example} (got ${given})`)
}
