import { defined } from '../domain/values/defined.ts'
import type { Registrations } from '../flows/ports/store.ts'
import { identityClaimRow } from './rows/identity/identity-claim.ts'
import type { NameSearch } from './rows/member/name.ts'
import { readRow } from './rows/row.ts'
import type { RefusedWrite } from './table/conflicts.ts'
import type { TableAccess } from './table/table-access.ts'
import { registrationWrites } from './transactions/registration-writes.ts'

type Result = Awaited<ReturnType<Registrations['complete']>>
type Refusals = Readonly<Record<string, RefusedWrite | undefined>>

/** The result for an identity that is not pending any more. */
function linkedElsewhere({ item }: RefusedWrite): Result {
  if (item === undefined) return { kind: 'identity_gone' }
  const { memberId, externalId, state } = readRow(identityClaimRow, item)
  if (memberId === undefined) return { kind: 'identity_gone' }
  const kind = state === 'unlinked_by_provider' ? 'identity_ended' : 'identity_linked'
  return { kind, memberId, ...defined({ externalId }) }
}

/** The result that a refusal determines without a look at the contacts. */
function finalResult(refusals: Refusals): Result | undefined {
  const isUsed = (name: string): boolean => name === 'pending' || name.startsWith('proof:')
  if (Object.keys(refusals).some(isUsed)) return { kind: 'used' }
  if (refusals['identityClaim'] !== undefined) return linkedElsewhere(refusals['identityClaim'])
  return (refusals['ci'] ?? refusals['di']) === undefined ? undefined : { kind: 'person_known' }
}

/** Implements `Registrations` on a table. Throws `unavailable` as the table does. */
export const registrationsIn = (table: TableAccess, names: NameSearch): Registrations => ({
  async complete(registration, now) {
    const result = await table.transact(registrationWrites(registration, names, now))
    if (result.kind === 'written') return { kind: 'registered' }
    const final = finalResult(result.refusals)
    if (final !== undefined) return final
    const refused = Object.keys(result.refusals)
    if (refused.some((name) => /^(?:email|phone|release:.*|share:.*)$/.test(name))) {
      return { kind: 'contact_claimed' }
    }
    throw new Error('A new member, session or event has the id of an older one')
  },
})
