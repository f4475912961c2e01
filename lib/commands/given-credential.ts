import { applePrivateKeys, credentialNames } from '../config/credentials.ts'
import { readAppleKey } from '../providers/apple/client-secret.ts'

/**
 * The credential of this name from the shell's variables, since the shell's history would keep an argument. Throws an
 * `Error` that shows nothing of the value: for a name that is no credential's, for a missing value, and for a key of Apple
 * with which no function would start.
 */
export function givenCredential(
  name: string,
  variables: Readonly<Record<string, string | undefined>>,
): readonly [string, string] {
  if (!credentialNames.some((known) => known === name)) {
    // Not the name: who gives the value in its place would find it in the log of a build.
    throw new Error(`--credential must name a shell variable, one of ${credentialNames.join(', ')}`)
  }
  const value = variables[name]
  if (!value) throw new Error(`--credential ${name}: the variable is missing or empty`)
  if (applePrivateKeys.some((key) => key === name)) readAppleKey(value)
  return [name, value]
}
