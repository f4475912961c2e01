import type { Consent } from '../domain/consent.ts'
import type { Member } from '../domain/member.ts'
import type { Registration, Registrations } from '../flows/ports/store.ts'
import type { Refusal } from './conflicts.ts'
import type { Write } from './expressions.ts'
import { claimWrite, identityClaimRow, linkedClaimWrite } from './rows/claim.ts'
import { consentWrite, eventWrite } from './rows/history.ts'
import { linkedIdentityWrite } from './rows/identity.ts'
import { newMemberWrite } from './rows/member.ts'
import { endPendingWrite } from './rows/pending.ts'
import { readRow } from './rows/row.ts'
import { openSessionWrite } from './rows/session.ts'
import type { TableAccess } from './table-access.ts'

/** The claims of what a new member has on file, verified or not. */
const contactClaims = (member: Member) => ({
  ...(member.email && { email: claimWrite('email', member.email.value, member.email.verified, member) }),
  ...(member.phone && { phone: claimWrite('phone', member.phone.value, member.phone.verified, member) }),
  ...(member.ci && { ci: claimWrite('ci', member.ci, true, member) }),
})

/** One append per answered set of terms. Answers that are given together carry the id of their event. */
const consentWrites = ({ member, event, consents }: Registration): Record<`consent:${string}`, Write> =>
  Object.fromEntries(
    consents.map((consent: Consent) => [
      `consent:${consent.tag}`,
      consentWrite(member.id, consent, event.id),
    ]),
  )

/** All that a completed sign-up writes. One transaction: a member is there with everything, or not at all. */
export const registrationWrites = (registration: Registration, now: Date) => {
  const { member, identity, pendingId, tokenId, event, session } = registration
  return {
    pending: endPendingWrite(pendingId, tokenId, 'registered', now),
    identityClaim: linkedClaimWrite(identity, member),
    member: newMemberWrite(member),
    identity: linkedIdentityWrite(member.id, identity),
    ...contactClaims(member),
    ...consentWrites(registration),
    event: eventWrite(member.id, event),
    session: openSessionWrite(session),
  }
}

/** Where an identity stands that is not waiting any more. */
function elsewhere({ item }: Refusal) {
  if (item === undefined) return { kind: 'identity_gone' } as const
  const { memberId, externalId } = readRow(identityClaimRow, item)
  if (memberId === undefined) return { kind: 'identity_gone' } as const
  return { kind: 'identity_linked', memberId, ...(externalId !== undefined && { externalId }) } as const
}

/** Sign-ups in a table. */
export const registrationsIn = (table: TableAccess): Registrations => ({
  async complete(registration, now) {
    const result = await table.transact(registrationWrites(registration, now))
    if (result.kind === 'written') return { kind: 'registered' }
    const { pending, identityClaim, email, phone, ci } = result.refusals
    if (pending !== undefined) return { kind: 'used' }
    if (identityClaim !== undefined) return elsewhere(identityClaim)
    if (ci !== undefined) return { kind: 'person_known' }
    if (email !== undefined) return { kind: 'email_taken' }
    if (phone !== undefined) return { kind: 'phone_taken' }
    throw new Error('A new member, session or event has the id of an older one')
  },
})
