import { defined } from '../domain/values/defined.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Registration, Registrations } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { claimRow } from './rows/claim.ts'
import { identityClaimRow } from './rows/identity/identity-claim.ts'
import { readRow } from './rows/row.ts'
import type { Refusal } from './table/conflicts.ts'
import type { TableAccess } from './table/table-access.ts'
import { type ContactOwners, registrationWrites } from './transactions/registration-writes.ts'

type Result = Awaited<ReturnType<Registrations['complete']>>
type Refusals = Readonly<Record<string, Refusal | undefined>>

/** Tries in a row that may meet a new owner of a contact, before the visitor has to try again. */
const maxTries = 4

/** The result for an identity that is not pending any more. */
function linkedElsewhere({ item }: Refusal): Result {
  if (item === undefined) return { kind: 'identity_gone' }
  const { memberId, externalId } = readRow(identityClaimRow, item)
  if (memberId === undefined) return { kind: 'identity_gone' }
  return { kind: 'identity_linked', memberId, ...defined({ externalId }) }
}

/** The result that a refusal determines without a look at the contacts. */
function finalResult(refusals: Refusals): Result | undefined {
  const isUsed = (name: string): boolean => name === 'pending' || name.startsWith('proof:')
  if (Object.keys(refusals).some(isUsed)) return { kind: 'used' }
  if (refusals['identityClaim'] !== undefined) return linkedElsewhere(refusals['identityClaim'])
  return refusals['ci'] === undefined ? undefined : { kind: 'person_known' }
}

/**
 * The owner of a refused contact. A verified contact replaces one that its owner never verified. Nothing
 * replaces a verified contact, and an unverified one replaces nothing.
 */
function contactOwnerOf(
  verified: boolean,
  { item }: Refusal,
): NonNullable<ContactOwners['email']> | 'taken' | undefined {
  if (item === undefined) return undefined
  const claim = readRow(claimRow, item)
  return verified && !claim.verified ? claim.memberId : 'taken'
}

/** The owners that the next try displaces, or the result when an owner keeps the contact. */
function contactOwnersAfter(
  { member, takesOver }: Registration,
  before: ContactOwners,
  { email, phone, release }: Refusals,
): ContactOwners | 'email_taken' | 'phone_taken' {
  // The owner of the number has used it meanwhile, or another member has it now.
  if (takesOver !== undefined && (phone ?? release) !== undefined) return 'phone_taken'
  if (email === undefined && phone === undefined) {
    throw new Error(
      'A new member, session or event has the id of an older one, or a holder lists no such contact',
    )
  }
  const ofEmail = email === undefined ? before.email : contactOwnerOf(member.email?.verified === true, email)
  // A member who releases the number keeps the e-mail: both together may be all that lets that member in.
  if (ofEmail === 'taken' || (ofEmail !== undefined && ofEmail === takesOver?.id)) return 'email_taken'
  const ofPhone = phone === undefined ? before.phone : contactOwnerOf(member.phone?.verified === true, phone)
  if (ofPhone === 'taken') return 'phone_taken'
  return defined({ email: ofEmail, phone: ofPhone })
}

/**
 * Implements `Registrations` on a table. The first try expects unclaimed contacts; a second one follows only
 * where an owner never verified them. Throws `unavailable` when the owners keep changing, and as the table
 * does.
 */
export const registrationsIn = (table: TableAccess, hashes: KeyedHashes): Registrations => ({
  async complete(registration, now) {
    let contactOwners: ContactOwners = {}
    for (let tries = 1; tries <= maxTries; tries++) {
      const result = await table.transact(registrationWrites(registration, hashes, now, contactOwners))
      if (result.kind === 'written') return { kind: 'registered' }
      const answer = finalResult(result.refusals)
      if (answer !== undefined) return answer
      const next = contactOwnersAfter(registration, contactOwners, result.refusals)
      if (typeof next === 'string') return { kind: next }
      contactOwners = next
    }
    throw new Problem('unavailable')
  },
})
