function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** 32 random bytes as text: a `code_verifier` (RFC 7636, section 4.1) or a `state`. */
export const randomText = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

/** The `S256` challenge of a verifier (RFC 7636, section 4.2). */
export async function challengeOf(verifier) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return base64url(new Uint8Array(digest))
}
