import type { CiHash } from '../../lib/domain/values/evidence.ts'

const isCiHash = (value: string): value is CiHash => value.startsWith('hash:')

/** Stands for the keyed hash: what went in can be seen in a test. */
export function hashCi(ci: string): CiHash {
  const hashed = `hash:${ci}`
  if (!isCiHash(hashed)) throw new Error('unreachable')
  return hashed
}
