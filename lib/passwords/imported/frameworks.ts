import { type ImportedPassword, pbkdf2Password, strongPassword, weakPassword } from './imported-password.ts'

/** Reads a hash of one framework. Undefined for a hash of another one. */
export type FrameworkReader = (text: string) => ImportedPassword | undefined

const fromHex = (text: string): Buffer => Buffer.from(text, 'hex')
const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64')

/** Django: `md5$<salt>$<hex>`, `sha1$<salt>$<hex>`. Its other hashers make hashes that a sign-in compares as they are. */
const readDjango: FrameworkReader = (text) => {
  const [, digest = '', salt = '', hex = ''] =
    /^(md5|sha1)\$([^$]{0,64})\$([0-9a-f]{32,40})$/.exec(text) ?? []
  if (digest === '') return undefined
  const of = salt === '' ? `${digest}(password)` : `${digest}(salt+password)`
  return weakPassword({ of, salt }, fromHex(hex))
}

/** Gnuboard 5: `sha256:12000:<salt>:<hash>` (`create_hash` in `lib/pbkdf2.compat.php`). The salt's text is used as it is. */
const readGnuboard: FrameworkReader = (text) => {
  const [, digest = '', rounds, salt = '', tag = ''] =
    /^(sha1|sha256):(\d{1,7}):([^:]{1,64}):([A-Za-z0-9+/=]{24,64})$/.exec(text) ?? []
  if (rounds === undefined) return undefined
  return pbkdf2Password({ digest, iterations: Number(rounds), salt: Buffer.from(salt), tag: fromBase64(tag) })
}

/** Werkzeug (Flask): `pbkdf2:sha256:<rounds>$<salt>$<hex>`, `scrypt:<N>:<r>:<p>$<salt>$<hex>`. */
const readWerkzeug: FrameworkReader = (text) => {
  const [, digest = '', rounds, pbkdf2Salt = '', tag = ''] =
    /^pbkdf2:(sha1|sha256|sha512):(\d{1,7})\$([^$]{1,64})\$([0-9a-f]{40,128})$/.exec(text) ?? []
  if (rounds !== undefined) {
    const salt = Buffer.from(pbkdf2Salt)
    return pbkdf2Password({ digest, iterations: Number(rounds), salt, tag: fromHex(tag) })
  }
  const [, N, r, p, salt = '', hex = ''] =
    /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2})\$([^$]{1,64})\$([0-9a-f]{128})$/.exec(text) ?? []
  return strongPassword(`scrypt$${N}$${salt}$${r}$${p}$${fromHex(hex).toString('base64')}`)
}

/** passlib: `$pbkdf2-sha256$<rounds>$<salt>$<hash>`, in base64 with `.` for `+`. As PHC string, `i=<rounds>`. */
const readPasslib: FrameworkReader = (text) => {
  const [, name, rounds, salt = '', tag = ''] =
    /^\$pbkdf2(-sha1|-sha256|-sha512)?\$(?:i=)?(\d{1,7})\$([A-Za-z0-9+./]{6,128})={0,2}\$([A-Za-z0-9+./]{27,86})={0,2}$/.exec(
      text,
    ) ?? []
  if (rounds === undefined) return undefined
  const bytes = (part: string): Buffer => fromBase64(part.replaceAll('.', '+'))
  const digest = name === undefined ? 'sha1' : name.slice(1)
  return pbkdf2Password({ digest, iterations: Number(rounds), salt: bytes(salt), tag: bytes(tag) })
}

/** ASP.NET Identity: base64 of a version, then for v3 the digest, the rounds and the salt's length (`PasswordHasher.cs`). */
const readAspNetIdentity: FrameworkReader = (text) => {
  if (!/^A[A-Za-z0-9+/]{50,150}={0,2}$/.test(text)) return undefined
  const bytes = fromBase64(text)
  if (bytes[0] === 0 && bytes.length === 49) {
    return pbkdf2Password({
      digest: 'sha1',
      iterations: 1000,
      salt: bytes.subarray(1, 17),
      tag: bytes.subarray(17),
    })
  }
  const digest = ['sha1', 'sha256', 'sha512'][bytes.readUInt32BE(1)]
  const [iterations, saltLength] = [bytes.readUInt32BE(5), bytes.readUInt32BE(9)]
  if (bytes[0] !== 1 || digest === undefined || saltLength > bytes.length - 13 - 16) return undefined
  const [salt, tag] = [bytes.subarray(13, 13 + saltLength), bytes.subarray(13 + saltLength)]
  return pbkdf2Password({ digest, iterations, salt, tag })
}

/** MySQL: `PASSWORD()` since 4.1 and before. */
const readMySql: FrameworkReader = (text) => {
  if (/^\*[0-9A-F]{40}$/i.test(text)) {
    return weakPassword({ of: 'sha1(unhex(sha1(password)))', salt: '' }, fromHex(text.slice(1)))
  }
  return /^[0-9a-f]{16}$/i.test(text)
    ? weakPassword({ of: 'old_password', salt: '' }, fromHex(text))
    : undefined
}

const phpassLetters = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The bytes of phpass's own base64: six bits a letter, the lowest first. */
function phpassBytes(text: string): Buffer {
  const bits = [...text].map((letter) => phpassLetters.indexOf(letter))
  const bytes: number[] = []
  let [held, count] = [0, 0]
  for (const six of bits) {
    held |= six << count
    count += 6
    if (count < 8) continue
    bytes.push(held & 0xff)
    held >>= 8
    count -= 8
  }
  return Buffer.from(bytes)
}

/** WordPress before 6.8, and phpBB: `$P$B<salt><hash>` (phpass). */
const readPhpass: FrameworkReader = (text) => {
  const [, salt = '', hash = ''] = /^(\$[PH]\$[./0-9A-Za-z]{9})([./0-9A-Za-z]{22})$/.exec(text) ?? []
  return salt === '' ? undefined : weakPassword({ of: 'phpass', salt }, phpassBytes(hash))
}

const bcryptLetters = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 with bcrypt's own letters. */
const toBcryptLetters = (text: string): string =>
  [...text].map((letter) => bcryptLetters[base64Letters.indexOf(letter)] ?? '').join('')

/** AdonisJS: `$bcrypt$v=98$r=10$<salt>$<hash>`. */
const readAdonisBcrypt: FrameworkReader = (text) => {
  const [, rounds = '', salt = '', hash = ''] =
    /^\$bcrypt\$v=98\$r=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{31})$/.exec(text) ?? []
  return strongPassword(`$2b$${rounds.padStart(2, '0')}$${toBcryptLetters(salt)}${toBcryptLetters(hash)}`)
}

/** A bare digest in hex: MD5, SHA-1, SHA-256 or SHA-512 of the password, by its length. */
const readBareHex: FrameworkReader = (text) => {
  const digest = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' }[text.length]
  if (digest === undefined || !/^[0-9a-f]+$/i.test(text)) return undefined
  return weakPassword({ of: `${digest}(password)`, salt: '' }, fromHex(text))
}

/** The readers of frameworks, the most specific form first. A hash that a sign-in compares as it is comes last. */
export const frameworkReaders: readonly FrameworkReader[] = [
  readDjango,
  readGnuboard,
  readWerkzeug,
  readPasslib,
  readMySql,
  readPhpass,
  readAdonisBcrypt,
  strongPassword,
  readBareHex,
  readAspNetIdentity,
]
