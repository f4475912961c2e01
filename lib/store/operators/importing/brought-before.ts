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

/** Finds what an interrupted import had made of a record, by its id on the member and the time of its event. */
export async function broughtBefore(
  table: TableAccess,
  { member: given, identities, event }: Importation,
): Promise<BroughtBefore | undefined> {
  const [record, events] = await Promise.all([recordOf(table, given.id), eventsOf(table, given.id)])
  if (record === undefined) return undefined
  const { member: stored } = record
  if (stored.importId === given.importId) {
    return {
      kind: 'imported',
      shares: sharesAtFirst(stored, given, events),
      withoutLoginId: given.loginId !== undefined && stored.loginId === undefined,
      withoutIdentities: identities.flatMap((identity, index) =>
        record.identities.some((known) => sameIdentity(known, identity)) ? [] : [index],
      ),
    }
  }
  const isRenewal = ({ type, at }: RecordedEvent): boolean =>
    type === 'member.imported' && at.getTime() === event.at.getTime()
  return events.some(isRenewal) ? { kind: 'renewed' } : undefined
}
