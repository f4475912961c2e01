import { domainToASCII, domainToUnicode } from 'node:url'
import type { Email } from '../domain/values/evidence.ts'

/** RFC 5321, section 4.5.3.1: a path has at most 256 octets including its angle brackets, a local part 64. */
const maxAddressLength = 254
const maxLocalPartLength = 64

/**
 * `Dot-string` of RFC 5321, section 4.1.2. Quoted local parts are refused. `%` and `!` are refused too, since
 * old relays read them as a route to another mailbox (RFC 1123, section 5.2.16).
 */
const dotString = /^[a-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*$/

/** Letters, marks and digits of any script. Separators, symbols and invisible characters are refused. */
const domainAlphabet = /^[\p{L}\p{M}\p{N}.-]+$/u
/** RFC 1123, section 2.1: letters, digits and inner hyphens. */
const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** The last label must not start with a digit, since IP addresses would pass otherwise. */
const topLevelLabel = /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/

const asciiLowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/**
 * The ASCII form of a canonical domain, which is either all ASCII or all Unicode; else undefined.
 * `domainToASCII` maps look-alikes (full width, ligatures, invisible characters, percent signs) to plain
 * letters, drops paths and accepts broken `xn--` labels. So its result must equal the input in one of the two
 * forms, and every label must decode.
 */
function asciiDomain(written: string): string | undefined {
  const ascii = domainToASCII(written)
  const unicode = domainToUnicode(ascii)
  const isCanonical = written === ascii || written === unicode
  const isDecoded = domainAlphabet.test(unicode) && !/(?:^|\.)xn--/.test(unicode)
  return isCanonical && isDecoded ? ascii : undefined
}

/** Most addresses are of few domains, and an import reads millions. */
const knownDomains = new Map<string, string>()
const maxKnownDomains = 1000

/** The same as `asciiDomain` for a short domain, which is remembered. */
function readDomain(written: string): string | undefined {
  const known = knownDomains.get(written)
  if (known !== undefined) return known
  const domain = asciiDomain(written)
  if (domain !== undefined && knownDomains.size < maxKnownDomains) knownDomains.set(written, domain)
  return domain
}

function isHostName(domain: string): boolean {
  const labels = domain.split('.')
  return (
    labels.length > 1 &&
    labels.every((label) => hostLabel.test(label)) &&
    topLevelLabel.test(labels.at(-1) ?? '')
  )
}

/**
 * Whether a value is an e-mail address in normal form: ASCII, lower case, a dot-string local part, a fully
 * qualified domain, at most 254 characters.
 */
function isNormalEmail(value: string): value is Email {
  const at = value.indexOf('@')
  const local = value.slice(0, at)
  return (
    at > 0 &&
    value.length <= maxAddressLength &&
    local.length <= maxLocalPartLength &&
    dotString.test(local) &&
    isHostName(value.slice(at + 1))
  )
}

/**
 * Parses an e-mail address to its normal form, in which addresses are stored, compared and used for sending.
 * Takes anything; gives undefined unless the value is exactly one address of one mailbox.
 *
 * Two spellings are equal only by ASCII letter case and by the two forms of an internationalised domain (RFC
 * 5890, section 2.3.2.1). Dots and plus signs of a local part stay, since their meaning is the provider's.
 * Other look-alikes are refused, not repaired: an attacker who finds a spelling that a mail server reads
 * differently would receive another person's mail.
 */
export function parseEmail(value: unknown): Email | undefined {
  if (typeof value !== 'string' || value.length > maxAddressLength) return undefined
  const at = value.indexOf('@')
  if (at < 0) return undefined
  const domain = readDomain(asciiLowerCase(value.slice(at + 1)))
  if (domain === undefined) return undefined
  const address = `${asciiLowerCase(value.slice(0, at))}@${domain}`
  return isNormalEmail(address) ? address : undefined
}
