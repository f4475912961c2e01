import { domainToASCII, domainToUnicode } from 'node:url'
import type { Email } from '../domain/values/evidence.ts'

/** RFC 5321, section 4.5.3.1: a path holds 256 octets with its angle brackets, a local part 64. */
const longestAddress = 254
const longestLocalPart = 64

/**
 * `Dot-string` of RFC 5321, section 4.1.2. Quoted local parts are refused, and so are `%` and `!`:
 * old relays read them as a route to another mailbox (RFC 1123, section 5.2.16).
 */
const dotString = /^[a-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*$/

/** Letters, marks and digits of any script: no separator, no symbol, no invisible character. */
const domainAlphabet = /^[\p{L}\p{M}\p{N}.-]+$/u
/** RFC 1123, section 2.1: letters, digits and inner hyphens. */
const hostLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** A last label that begins with a digit would let the forms of an IP address in. */
const topLevelLabel = /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/

const asciiLowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/**
 * The ASCII form of a domain that is written in exactly one canonical way: all ASCII, or all Unicode.
 * `domainToASCII` maps look-alikes (full width, ligatures, invisible characters, percent signs) onto plain
 * letters, cuts off paths and lets broken `xn--` labels pass, so what it gives has to be what was written,
 * in either form, and every label has to decode.
 */
function asciiDomain(written: string): string | undefined {
  const ascii = domainToASCII(written)
  const unicode = domainToUnicode(ascii)
  const isCanonical = written === ascii || written === unicode
  const isDecoded = domainAlphabet.test(unicode) && !/(?:^|\.)xn--/.test(unicode)
  return isCanonical && isDecoded ? ascii : undefined
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
 * Whether a value is an e-mail address in its normal form: ASCII, lower case, a dot-string local part,
 * a fully qualified domain, 254 characters at most.
 */
function isNormalEmail(value: string): value is Email {
  const at = value.indexOf('@')
  const local = value.slice(0, at)
  return (
    at > 0 &&
    value.length <= longestAddress &&
    local.length <= longestLocalPart &&
    dotString.test(local) &&
    isHostName(value.slice(at + 1))
  )
}

/**
 * The one normal form of an e-mail address, in which addresses are stored, compared and written to.
 * Takes anything; gives undefined for whatever is not plainly one address of one mailbox.
 *
 * Two spellings become equal only by ASCII letter case and by an internationalised domain's two forms
 * (RFC 5890, section 2.3.2.1); dots and plus signs of a local part are the provider's business and stay. Everything else
 * that resembles an address is refused rather than mended: an attacker who finds two spellings that a
 * mail server and this function read differently would receive what was meant for somebody else.
 */
export function parseEmail(value: unknown): Email | undefined {
  if (typeof value !== 'string' || value.length > longestAddress) return undefined
  const at = value.indexOf('@')
  if (at < 0) return undefined
  const domain = asciiDomain(asciiLowerCase(value.slice(at + 1)))
  if (domain === undefined) return undefined
  const address = `${asciiLowerCase(value.slice(0, at))}@${domain}`
  return isNormalEmail(address) ? address : undefined
}
