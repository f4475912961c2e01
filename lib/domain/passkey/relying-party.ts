/** The service as authenticators know it (WebAuthn, section 5.4.2). */
export interface RelyingParty {
  /** The domain that the passkeys belong to. Another one later makes all of them worthless. */
  readonly rpId: string
  /** The service's name, which a browser may show. */
  readonly rpName: string
  /** Where passkeys are used: pages on the domain or below it, and Android apps by the hash of their signing key. */
  readonly origins: readonly string[]
}

/** A rule that the settings break: which of them, and what is allowed there. */
export interface RelyingPartyFault {
  readonly at: readonly ['rpId'] | readonly ['origins'] | readonly ['origins', number]
  readonly allowed: string
}

const domain = /^(?=.{1,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)(?=[a-z0-9-]*[a-z])[a-z0-9-]{2,63}(?<!-)$/

/** The origin of an Android app: the SHA-256 of its signing certificate in base64url, without padding. */
const androidOrigin = /^android:apk-key-hash:[A-Za-z0-9_-]{43}$/

const isUnder = (host: string, rpId: string): boolean => host === rpId || host.endsWith(`.${rpId}`)

/** A page's origin on the domain, or below it; on a laptop also plain http. */
function isPageOf(rpId: string, origin: string): boolean {
  const url = URL.parse(origin)
  if (url === null || url.origin !== origin || !isUnder(url.hostname, rpId)) return false
  return url.protocol === 'https:' || (rpId === 'localhost' && url.protocol === 'http:')
}

/**
 * The reasons to refuse these settings at start: an origin that no browser would let use the relying party's id
 * (WebAuthn, section 5.1.3, step 8). Localhost is a domain on a laptop only.
 */
export function relyingPartyFaults(
  { rpId, origins }: RelyingParty,
  allowsLocalhost: boolean,
): readonly RelyingPartyFault[] {
  if (!domain.test(rpId) && !(allowsLocalhost && rpId === 'localhost')) {
    return [{ at: ['rpId'], allowed: 'a domain in lower case, such as example.com' }]
  }
  if (origins.length === 0) return [{ at: ['origins'], allowed: 'a list with an origin in it' }]
  return origins.flatMap((origin, index): RelyingPartyFault[] =>
    isPageOf(rpId, origin) || androidOrigin.test(origin)
      ? []
      : [
          {
            at: ['origins', index],
            allowed: `an https origin on ${rpId} or below it, or android:apk-key-hash: with 43 characters of base64url`,
          },
        ],
  )
}
