import type { KeyObject } from 'node:crypto'
import { EncryptJWT, type JWTPayload, jwtDecrypt } from 'jose'
import { Problem } from '../../domain/values/problem.ts'
import type { Mint } from '../jwt.ts'
import { keyNamed } from '../key-ring.ts'

type SealingKey = ReturnType<KeyObject['toCryptoKey']>

const sealingKeys = new WeakMap<KeyObject, SealingKey>()

/** A sealing key in the form that the library works with. It would import a `KeyObject` anew for each token. */
function sealingKeyOf(key: KeyObject): SealingKey {
  const known = sealingKeys.get(key) ?? key.toCryptoKey('AES-GCM', false, ['encrypt', 'decrypt'])
  sealingKeys.set(key, known)
  return known
}

/** Seals claims as JWE (RFC 7516, `dir` with A256GCM) of one type. Only we can read them. */
export async function sealJwe(mint: Mint, typ: string, claims: JWTPayload, expiresAt: Date): Promise<string> {
  const [{ kid, key }] = mint.keys.sealing
  return new EncryptJWT(claims)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ, kid })
    .setIssuer(mint.issuer)
    .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
    .encrypt(sealingKeyOf(key))
}

/**
 * The claims that were sealed here as this type. Throws `invalid_transaction` for any other text. With `expired_will_do`,
 * the expiry is not checked.
 */
export async function openJwe(
  mint: Mint,
  typ: string,
  text: string,
  age: 'fresh_enough' | 'expired_will_do' = 'fresh_enough',
): Promise<unknown> {
  try {
    const { payload } = await jwtDecrypt(
      text,
      (header) => {
        const key = keyNamed(mint.keys.sealing, header.kid)
        if (key === undefined) throw new Problem('invalid_transaction')
        return sealingKeyOf(key)
      },
      {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        typ,
        issuer: mint.issuer,
        requiredClaims: ['exp'],
        currentDate: age === 'expired_will_do' ? new Date(0) : mint.now(),
      },
    )
    return payload
  } catch {
    throw new Problem('invalid_transaction')
  }
}
