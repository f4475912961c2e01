import type { RecordedEvent } from '../../../domain/history/audit.ts'
import type { Member } from '../../../domain/member/member.ts'
import { sameIdentity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import {
  type BroughtBefore,
  type Importation,
  type Personal,
  personal,
  type Shareable,
  shareable,
} from '../../../flows/ports/store/operators/imports.ts'
import { readEvent } from '../../rows/member/history.ts'
import { keys } from '../../table/schema.ts'
import type { TableAccess } from '../../table/table-access.ts'
import { recordOf } from '../whole-record.ts'

const eventsOf = async (table: TableAccess, id: MemberId): Promise<readonly RecordedEvent[]> =>
  (await table.query({ partition: keys.member(id).PK, from: 'EVENT#', to: 'EVENT$' })).map(readEvent)

/** The values that a member shared as it was imported: those that it does not have alone, less those that it lost later. */
function sharesAtFirst(
  stored: Member,
  given: Member,
  events: readonly RecordedEvent[],
): readonly (Shareable | Personal)[] {
  const losses = events.filter(({ type }) => type === 'contact.shared')
  const hasLost = (of: Shareable): boolean => losses.some(({ changed = shareable }) => changed.includes(of))
  return [
    ...shareable.filter((of) => stored[of]?.shared === true && !hasLost(of)),
    ...personal.filter((of) => given[of] !== undefined && stored[of] === undefined),
  ]
}

/** Finds what an interrupted import had made of a record, by the event of it, which says when the import began and the line. */
export async function broughtBefore(
  table: TableAccess,
  { member: given, identities, event }: Importation,
): Promise<BroughtBefore | undefined> {
  const [record, events] = await Promise.all([recordOf(table, given.id), eventsOf(table, given.id)])
  if (record === undefined) return undefined
  const { member: stored } = record
  // Of several records with one id, the event says which one it was.
  const isIts = ({ type, at, source }: RecordedEvent): boolean =>
    type === 'member.imported' && at.getTime() === event.at.getTime() && source === event.source
  const isOfImport = stored.importId === given.importId
  if (!events.some(isIts)) return isOfImport ? { kind: 'rejected' } : undefined
  if (isOfImport) {
    return {
      kind: 'imported',
      shares: sharesAtFirst(stored, given, events),
      withoutLoginId: given.loginId !== undefined && stored.loginId === undefined,
      withoutIdentities: identities.flatMap((identity, index) =>
        record.identities.some((known) => sameIdentity(known, identity)) ? [] : [index],
      ),
    }
  }
  return { kind: 'renewed' }
}
