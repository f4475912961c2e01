import type { CiHash } from '../../lib/domain/values/evidence.ts'

const isCiHash = (value: string): value is CiHash => value.startsWith('hash:')

/** Takes the place of the keyed hash. A test can see the input. */
export function hashCi(ci: string): CiHash {
  const hashed = `hash:${ci}`
  if (!isCiHash(hashed)) throw new Error('unreachable')
  return hashed
}
