import type { Member } from '../../domain/member/member.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { type DeleteWrite, deleteWhen, type PutWrite, putWhen } from '../table/expressions.ts'
import type { Key } from '../table/schema.ts'

/** Puts a row that belongs to the member already. Refused with the stored row. */
export const ownRowWrite = ({ Put: { Item } }: PutWrite, owner: MemberId): PutWrite =>
  putWhen(Item, { text: '#memberId = :owner', values: { owner } }, 'tells')

/** Replaces a member that is as an import made it. */
export const renewedMemberWrite = ({ Put: { Item } }: PutWrite, { version }: Member): PutWrite =>
  putWhen(Item, { text: '#version = :before AND #asImported = :before', values: { before: version } })

/** Deletes a member that is as an import made it, by its key. */
export const takenBackWrite = (member: Key, { version }: Pick<Member, 'version'>): DeleteWrite =>
  deleteWhen(member, {
    text: '#version = :version AND #asImported = :version',
    values: { version },
  })
