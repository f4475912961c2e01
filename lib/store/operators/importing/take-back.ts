import { linkedIdentities } from '../../../domain/leads/leads.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { Problem } from '../../../domain/values/problem.ts'
import { shareable } from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import { forgottenImportedClaimWrite } from '../../rows/identity/identity-ending.ts'
import { forgottenWrite } from '../../rows/member/erasure.ts'
import { eventRow } from '../../rows/member/history.ts'
import { memberRow } from '../../rows/member/member.ts'
import { sharedHash } from '../../rows/member/shared.ts'
import { takenBackWrite } from '../../rows/renewal.ts'
import { kindOf, readRow } from '../../rows/row.ts'
import { sessionRow } from '../../rows/session/session.ts'
import type { Write } from '../../table/expressions.ts'
import { type Key, keys, sharedPartition } from '../../table/schema.ts'
import type { TableAccess } from '../../table/table-access.ts'
import { valueWrites } from './renew.ts'

/** The rows of a member's partition, by their keys. */
interface MemberPartition {
  readonly member: Member
  readonly others: readonly { readonly key: Key; readonly kind: unknown }[]
}

/** DynamoDB's limit of one transaction. */
const maxWrites = 100

/** Everything that leads to a member or is listed under its values. */
const leadWrites = (member: Member, hashes: KeyedHashes): readonly Write[] => [
  ...valueWrites(member, hashes).values(),
  ...linkedIdentities(member).map((identity) => forgottenImportedClaimWrite(identity, member.id)),
]

const named = (writes: readonly Write[]): Record<string, Write> =>
  Object.fromEntries(writes.map((write, index) => [`write:${index}`, write]))

async function partitionOf(table: TableAccess, id: MemberId): Promise<MemberPartition | undefined> {
  const items = await table.query({ partition: keys.member(id).PK, from: ' ', to: '~' })
  const item = items.find((one) => kindOf(one) === memberRow.kind)
  if (item === undefined) return undefined
  const others = items.flatMap((one) => {
    const { PK, SK } = Object(one)
    return one === item ? [] : [{ key: { PK: String(PK), SK: String(SK) }, kind: kindOf(one) }]
  })
  return { member: readRow(memberRow, item), others }
}

const isUntouched = ({ member, others }: MemberPartition): boolean =>
  member.asImported === member.version && others.every(({ kind }) => kind !== sessionRow.kind)

/** Forgets that a contact is shared when nobody is listed under it any more. */
async function forgetEmptyShares(table: TableAccess, member: Member, hashes: KeyedHashes): Promise<void> {
  for (const of of shareable) {
    const contact = member[of]
    if (contact?.shared !== true) continue
    const hash = sharedHash(hashes, of, contact.value)
    const [first, second] = await table.first(sharedPartition(of, hash), 2)
    const isEmpty =
      first !== undefined && second === undefined && Object(first)['SK'] === keys.sharedMark(of, hash).SK
    if (isEmpty) await table.transact({ mark: forgottenWrite(keys.sharedMark(of, hash)) })
  }
}

/**
 * Takes back a member that nobody has used or changed since an import made it, with all that leads to it, in one
 * transaction. Events beyond the size of a transaction follow it. Gives `left_alone` for another member, and for none.
 * Throws `unavailable` when the member keeps changing.
 */
export async function takeBack(
  table: TableAccess,
  hashes: KeyedHashes,
  id: MemberId,
): Promise<'taken_back' | 'left_alone'> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const found = await partitionOf(table, id)
    if (found === undefined || !isUntouched(found)) return 'left_alone'
    const events = found.others
      .filter(({ kind }) => kind === eventRow.kind)
      .map(({ key }) => forgottenWrite(key))
    const rest = found.others
      .filter(({ kind }) => kind !== eventRow.kind)
      .map(({ key }) => forgottenWrite(key))
    const whole = [...leadWrites(found.member, hashes), ...rest]
    const together = events.slice(0, Math.max(0, maxWrites - whole.length - 1))
    const writes = {
      member: takenBackWrite(keys.member(found.member.id), found.member),
      ...named([...whole, ...together]),
    }
    const result = await table.transact(writes)
    if (result.kind === 'refused') continue
    for (let at = together.length; at < events.length; at += maxWrites) {
      await table.transact(named(events.slice(at, at + maxWrites)))
    }
    await forgetEmptyShares(table, found.member, hashes)
    return 'taken_back'
  }
  throw new Problem('unavailable')
}
