import type { MemberId } from '../../domain/values/ids.ts'
import type { WholeRecord } from '../../flows/ports/store/operators/operations.ts'
import type { MemberRecord } from '../../flows/ports/store.ts'
import { identitiesIn } from '../rows/identity/identity.ts'
import { profilesIn } from '../rows/identity/provider-profile.ts'
import { consentRange, consentsIn } from '../rows/member/history.ts'
import { memberRow, passwordRow } from '../rows/member/member.ts'
import { passkeysIn } from '../rows/passkey.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** A member with its identities, passkeys and providers' profiles, neighbours in the partition. `$` follows `#`. */
export async function recordOf(table: TableAccess, id: MemberId): Promise<MemberRecord | undefined> {
  const items = await table.query({ partition: keys.member(id).PK, from: 'IDENTITY#', to: 'PROFILE$' })
  const member = items.find((item) => kindOf(item) === memberRow.kind)
  if (member === undefined) return undefined
  return {
    member: readRow(memberRow, member),
    ...identitiesIn(items),
    passkeys: passkeysIn(items),
    providerProfiles: profilesIn(items),
  }
}

/** The member with all consents and the password's hash. Undefined for an unknown member. */
export async function findWhole(table: TableAccess, id: MemberId): Promise<WholeRecord | undefined> {
  const [record, items, item] = await Promise.all([
    recordOf(table, id),
    table.query(consentRange(id)),
    table.get(keys.member(id)),
  ])
  if (record === undefined || item === undefined) return undefined
  return {
    ...record,
    ...readRow(passwordRow, item),
    consents: consentsIn(items),
  }
}
