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

type Answer = Awaited<ReturnType<Registrations['complete']>>
type Refusals = Readonly<Record<string, Refusal | undefined>>

/** Tries in a row that may meet a new holder of a contact, before the visitor is asked to try again. */
const triesAtMost = 4

/** Where an identity stands that is not waiting any more. */
function elsewhere({ item }: Refusal): Answer {
  if (item === undefined) return { kind: 'identity_gone' }
  const { memberId, externalId } = readRow(identityClaimRow, item)
  if (memberId === undefined) return { kind: 'identity_gone' }
  return { kind: 'identity_linked', memberId, ...defined({ externalId }) }
}

/** The answer that a refusal is by itself, before anybody's contacts are looked at. */
function finalAnswer(refusals: Refusals): Answer | undefined {
  const isUsed = (name: string): boolean => name === 'pending' || name.startsWith('proof:')
  if (Object.keys(refusals).some(isUsed)) return { kind: 'used' }
  if (refusals['identityClaim'] !== undefined) return elsewhere(refusals['identityClaim'])
  return refusals['ci'] === undefined ? undefined : { kind: 'person_known' }
}

/**
 * Who holds a contact that was refused. A verified contact takes the place of one that its holder never
 * verified; nothing takes the place of a verified one, and an unverified contact takes nobody's.
 */
function contactOwnerOf(
  verified: boolean,
  { item }: Refusal,
): NonNullable<ContactOwners['email']> | 'taken' | undefined {
  if (item === undefined) return undefined
  const claim = readRow(claimRow, item)
  return verified && !claim.verified ? claim.memberId : 'taken'
}

/** Whom the next try has to displace after this refusal; or the answer, when somebody keeps a contact. */
function holdersAfter(
  { member, takesOver }: Registration,
  before: ContactOwners,
  { email, phone, release }: Refusals,
): ContactOwners | 'email_taken' | 'phone_taken' {
  // Who was to yield the number has used it since, or somebody else has it by now.
  if (takesOver !== undefined && (phone ?? release) !== undefined) return 'phone_taken'
  if (email === undefined && phone === undefined) {
    throw new Error(
      'A new member, session or event has the id of an older one, or a holder lists no such contact',
    )
  }
  const ofEmail = email === undefined ? before.email : contactOwnerOf(member.email?.verified === true, email)
  // Who yields the number keeps the rest: both together might be all that lets that member in.
  if (ofEmail === 'taken' || (ofEmail !== undefined && ofEmail === takesOver?.id)) return 'email_taken'
  const ofPhone = phone === undefined ? before.phone : contactOwnerOf(member.phone?.verified === true, phone)
  if (ofPhone === 'taken') return 'phone_taken'
  return defined({ email: ofEmail, phone: ofPhone })
}

/**
 * Sign-ups in a table. The first try expects nobody to hold the contacts; only where somebody does, and never
 * verified them, is there a second one.
 */
export const registrationsIn = (table: TableAccess, hashes: KeyedHashes): Registrations => ({
  async complete(registration, now) {
    let contactOwners: ContactOwners = {}
    for (let tries = 1; tries <= triesAtMost; tries++) {
      const result = await table.transact(registrationWrites(registration, hashes, now, contactOwners))
      if (result.kind === 'written') return { kind: 'registered' }
      const answer = finalAnswer(result.refusals)
      if (answer !== undefined) return answer
      const next = holdersAfter(registration, contactOwners, result.refusals)
      if (typeof next === 'string') return { kind: next }
      contactOwners = next
    }
    throw new Problem('unavailable')
  },
})
