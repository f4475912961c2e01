import { createHash } from 'node:crypto'
import { isMemberId, type MemberId } from '../domain/values/ids.ts'

/**
 * The id of a member that was imported under this id of the old system: always the same, so that a file that is
 * imported twice makes nobody twice, and a member can be found by it. In the form of a UUIDv7 of the beginning of
 * time, all whose random bits are of the hash (RFC 9562, section 5.7).
 */
export function importedMemberId(externalId: string): MemberId {
  const hash = createHash('sha256').update(`ieum member ${externalId}`).digest('hex')
  const variant = (0x8 | (Number.parseInt(hash.slice(3, 4), 16) & 0x3)).toString(16)
  const id = `00000000-0000-7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
  if (!isMemberId(id)) throw new Error('unreachable: a hash makes a UUID')
  return id
}
