import { createPrivateKey, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'

/** What signs our client secrets, as the page "Keys" of Apple's developer console shows it. */
export interface AppleKey {
  readonly teamId: string
  readonly keyId: string
  /** The downloaded key (`AuthKey_….p8`), PKCS #8 in PEM. Its line breaks may be written as `\n`. */
  readonly privateKey: string
}

/** Apple allows six months. A secret that nobody stores needs no more than the calls of an hour. */
const lifetimeSeconds = 3600
/** A secret serves until it is this old, so that none expires on its way. */
const renewAfterSeconds = lifetimeSeconds / 2

/** Reads the key from the text of its file. Throws an `Error` that shows nothing of it. */
export function readAppleKey(text: string): KeyObject {
  try {
    const key = createPrivateKey(text.replaceAll('\\n', '\n'))
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  } catch {
    // The cause may repeat the key.
  }
  throw new Error('Apple privateKey must be the content of a .p8 file: a P-256 key as PKCS #8 in PEM')
}

/**
 * Makes the client secrets that Apple takes (developer.apple.com, "Creating a client secret"): a JWT signed with ES256
 * for one of our clients. Takes the key and the issuer that the secret is for; gives a secret for a client's id, which
 * serves for half an hour. Throws an `Error` at once for a key that cannot sign.
 */
export function createClientSecrets(
  { teamId, keyId, privateKey }: AppleKey,
  audience: string,
  now: () => number = Date.now,
): (clientId: string) => Promise<string> {
  const key = readAppleKey(privateKey)
  const made = new Map<string, { readonly secret: Promise<string>; readonly at: number }>()
  return (clientId) => {
    const at = Math.floor(now() / 1000)
    const last = made.get(clientId)
    if (last !== undefined && at - last.at < renewAfterSeconds) return last.secret
    const secret = new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(audience)
      .setIssuedAt(at)
      .setExpirationTime(at + lifetimeSeconds)
      .sign(key)
    made.set(clientId, { secret, at })
    return secret
  }
}
