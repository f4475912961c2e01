import { createHmac, type KeyObject, sign } from 'node:crypto'
import { decodeJwt } from 'jose'
import { textIn } from '../support/read-response.ts'
import type { Visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'

type Fields = Readonly<Record<string, unknown>>
type Signer = (input: string) => Buffer

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWS with any header, any claims and any signature. */
export function forged(header: Fields, claims: Fields, signer: Signer): string {
  const input = `${encoded(header)}.${encoded(claims)}`
  return `${input}.${signer(input).toString('base64url')}`
}

/** HS256 with any bytes as the secret. */
export const hs256 =
  (secret: string | Buffer): Signer =>
  (input) =>
    createHmac('sha256', secret).update(input).digest()

/** RS256 with any key. */
export const rs256 =
  (key: KeyObject): Signer =>
  (input) =>
    sign('RSA-SHA256', Buffer.from(input), key)

export const unsigned: Signer = () => Buffer.alloc(0)

/** The claims that Kakao itself would sign for this nonce, so only the signature of a forgery is wrong. */
export const goodClaims = ({ kakao }: TestStack, nonce: string): Fields =>
  decodeJwt(kakao.signIdToken({ nonce }))

/** Starts a direct visit, and ends it with an id_token that was made for its nonce. */
export async function present(somebody: Visitor, make: (nonce: string) => string) {
  const nonce = textIn(await somebody.startDirect(), 'nonce')
  return somebody.finishDirect({ idToken: make(nonce) })
}

/** Counts how often any profile was read at Kakao. */
export const profileReads = ({ kakao }: TestStack): number =>
  kakao.requests.filter(({ path }) => path === '/v2/user/me').length
