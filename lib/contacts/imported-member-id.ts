import { createHash } from 'node:crypto'
import { isMemberId, type MemberId } from '../domain/values/ids.ts'

/**
 * The member id for an id of the old system. Always the same, so importing a file twice creates nobody twice,
 * and the old id finds the member. A UUIDv7 with timestamp zero, whose random bits come from a hash (RFC
 * 9562, section 5.7).
 */
export function importedMemberId(externalId: string): MemberId {
  const hash = createHash('sha256').update(`ieum member ${externalId}`).digest('hex')
  const variant = (0x8 | (Number.parseInt(hash.slice(3, 4), 16) & 0x3)).toString(16)
  const id = `00000000-0000-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
  if (!isMemberId(id)) throw new Error('unreachable: a hash makes a UUID')
  return id
}
