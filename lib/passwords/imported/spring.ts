import type { FrameworkReader } from './frameworks.ts'
import { type ImportedPassword, pbkdf2Password, strongPassword, weakPassword } from './imported-password.ts'

const fromHex = (text: string): Buffer => Buffer.from(text, 'hex')

/** `Pbkdf2PasswordEncoder`: hex of the salt and the hash. */
const pbkdf2 =
  (digest: string, iterations: number, saltBytes: number): FrameworkReader =>
  (text) => {
    const bytes = /^[0-9a-f]{64,192}$/i.test(text) ? fromHex(text) : Buffer.alloc(0)
    const [salt, tag] = [bytes.subarray(0, saltBytes), bytes.subarray(saltBytes)]
    return tag.length < 16 ? undefined : pbkdf2Password({ digest, iterations, salt, tag })
  }

/** `SCryptPasswordEncoder`: `$<log N, r, p in hex>$<salt>$<hash>`. */
const scrypt: FrameworkReader = (text) => {
  const [, hex = '', salt = '', tag = ''] =
    /^\$([0-9a-f]{1,8})\$([A-Za-z0-9+/=]{4,128})\$([A-Za-z0-9+/=]{20,128})$/.exec(text) ?? []
  const parameters = Number.parseInt(hex, 16)
  const [ln, r, p] = [parameters >>> 16, (parameters >>> 8) & 0xff, parameters & 0xff]
  return strongPassword(`$scrypt$ln=${ln},r=${r},p=${p}$${salt}$${tag}`)
}

/** `MessageDigestPasswordEncoder`: hex or base64, after the salt in braces if there is one. */
const messageDigest =
  (digest: string): FrameworkReader =>
  (text) => {
    const [, salt = '', hash = ''] = /^(?:\{([^{}]{1,64})\})?([A-Za-z0-9+/=]{22,128})$/.exec(text) ?? []
    const bytes = /^[0-9a-f]+$/i.test(hash) ? fromHex(hash) : Buffer.from(hash, 'base64')
    const of = salt === '' ? `${digest}(password)` : `${digest}(password+"{"+salt+"}")`
    return weakPassword({ of, salt }, bytes)
  }

/** `StandardPasswordEncoder`: hex of eight bytes of salt, and of SHA-256 applied 1,024 times. */
const standard: FrameworkReader = (text) =>
  /^[0-9a-f]{80}$/i.test(text)
    ? weakPassword(
        { of: 'sha256x1024(unhex(salt)+password)', salt: text.slice(0, 16).toLowerCase() },
        fromHex(text.slice(16)),
      )
    : undefined

/** `LdapShaPasswordEncoder` (RFC 2307): base64 of SHA-1, and of the salt behind it. */
const ldap: FrameworkReader = (text) => {
  const bytes = /^[A-Za-z0-9+/]{27,90}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
  if (bytes.length < 20) return undefined
  const salt = bytes.subarray(20).toString('hex')
  const of = salt === '' ? 'sha1(password)' : 'sha1(password+unhex(salt))'
  return weakPassword({ of, salt }, bytes.subarray(0, 20))
}

/** The encoders of Spring Security, by the id before their hashes (`DelegatingPasswordEncoder`). */
const encoders: Readonly<Record<string, FrameworkReader>> = {
  bcrypt: strongPassword,
  argon2: strongPassword,
  'argon2@SpringSecurity_v5_8': strongPassword,
  scrypt,
  'scrypt@SpringSecurity_v5_8': scrypt,
  pbkdf2: pbkdf2('sha1', 185_000, 8),
  'pbkdf2@SpringSecurity_v5_8': pbkdf2('sha256', 310_000, 16),
  MD5: messageDigest('md5'),
  'SHA-1': messageDigest('sha1'),
  'SHA-256': messageDigest('sha256'),
  sha256: standard,
  noop: (text) => ({ kind: 'plain', password: text }),
  ldap: (text) => readSpring(text),
  SHA: ldap,
  SSHA: ldap,
}

/** Reads a hash with Spring's id before it, or LDAP's scheme. Undefined for another form or an unknown id. */
export function readSpring(text: string): ImportedPassword | undefined {
  const [, id = '', rest = ''] = /^\{([A-Za-z0-9@_.-]{1,40})\}(.+)$/.exec(text) ?? []
  return Object.hasOwn(encoders, id) ? encoders[id]?.(rest) : undefined
}
