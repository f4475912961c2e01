/** A secret of this client, and its S256 challenge (RFC 7636, section 4). */
export interface Secret {
  readonly codeVerifier: string
  readonly codeChallenge: string
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

/** 32 random bytes as text. */
export const randomText = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

/** The S256 challenge of a verifier. React Native needs a polyfill of Web Crypto. */
export async function challengeOf(codeVerifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier))
  return base64url(new Uint8Array(digest))
}

/** A new secret. */
export async function newSecret(): Promise<Secret> {
  const codeVerifier = randomText()
  return { codeVerifier, codeChallenge: await challengeOf(codeVerifier) }
}
