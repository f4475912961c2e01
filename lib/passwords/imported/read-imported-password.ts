import { frameworkReaders } from './frameworks.ts'
import { type ImportedPassword, weakPassword } from './imported-password.ts'
import { readSpring } from './spring.ts'

/** A password hash as a file has it, with the columns that say how it was made. */
export interface WrittenPassword {
  readonly hash: string
  /** `md5`, or an expression such as `sha256(salt+password)`. */
  readonly scheme?: string
  readonly salt?: string
}

const digestBytes: Readonly<Record<string, number>> = { md5: 16, sha1: 20, sha256: 32, sha512: 64 }

/** A digest in hex or base64, if it has the length of the outermost function. */
function digestOf(hash: string, scheme: string): Buffer | undefined {
  const [, name = ''] = /^\s*([a-z]+\d*)/.exec(scheme) ?? []
  const bytes = /^(?:0x)?[0-9a-f]+$/i.test(hash)
    ? Buffer.from(hash.replace(/^0x/i, ''), 'hex')
    : Buffer.from(hash, 'base64')
  return bytes.length === digestBytes[name.replace(/x\d+$/, '')] ? bytes : undefined
}

/** Reads a digest as the columns say that it was made. A salt that the scheme does not use leaves its place unknown. */
function readByScheme(hash: string, scheme: string, salt: string): ImportedPassword | undefined {
  const digest = digestOf(hash, scheme)
  const usesSalt = /\bsalt\b/.test(scheme)
  if (digest === undefined || (salt !== '' && !usesSalt)) return undefined
  return weakPassword({ of: scheme.trim(), salt }, digest)
}

/**
 * Reads a password hash of an old system: in the forms of the frameworks, or as `scheme` says. Undefined for a hash
 * that nobody here knows.
 */
export function readImportedPassword({
  hash: written,
  scheme,
  salt = '',
}: WrittenPassword): ImportedPassword | undefined {
  // SQL Server and PostgreSQL mark bytes so.
  const hash = written.replace(/^(?:0x|\\x)(?=(?:[0-9a-f]{2}){16,64}$)/i, '')
  if (scheme !== undefined) return readByScheme(hash, scheme, salt)
  if (salt !== '') return undefined
  for (const read of [readSpring, ...frameworkReaders]) {
    const password = read(hash)
    if (password !== undefined) return password
  }
  return undefined
}

/** The names at the start of a hash: `$6$`, `{x-pbkdf2}`, `sha384:`. */
const head =
  /^(?:\$[A-Za-z0-9-]{1,12}\$|\{[A-Za-z0-9@_.-]{1,30}\}|(?:md|sha|pbkdf|bcrypt|scrypt|argon|hmac|ssha)[a-z0-9_-]{0,12}(?=[:$]))/

/**
 * The shape of an unknown hash, which tells nothing of it: `$6$‹16›$‹86›` for a name, 16 letters and digits, and 86. A
 * text without a name at its start is only counted.
 */
export function shapeOfHash(hash: string): string {
  const [name = ''] = head.exec(hash) ?? []
  const rest = hash.slice(name.length).replace(/[A-Za-z0-9+/=._-]+/g, (run) => `‹${run.length}›`)
  return `${name}${rest.replace(/[^$:{}*,;|#‹›0-9]/g, '?').slice(0, 60)}`
}
