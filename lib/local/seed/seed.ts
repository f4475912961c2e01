import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import { requiredAgreements } from '../../domain/consent/agreement.ts'
import type { Consent, Term } from '../../domain/consent/consent.ts'
import { termsInForce } from '../../domain/consent/terms-in-force.ts'
import { newMethods } from '../../domain/leads/methods.ts'
import type { LinkedIdentity, Member, OwnContact } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { CiHash, Email } from '../../domain/values/evidence.ts'
import { isSubject, providerIds } from '../../domain/values/identity.ts'
import { isMemberId } from '../../domain/values/ids.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import type { World } from '../../flows/ports/world.ts'
import { tableClient } from '../../runtime/table-client.ts'
import { claimWrite } from '../../store/rows/claim.ts'
import { linkedIdentityWrite } from '../../store/rows/identity/identity.ts'
import { linkedClaimWrite } from '../../store/rows/identity/identity-claim.ts'
import { eventWrite } from '../../store/rows/member/history.ts'
import { newMemberWrite } from '../../store/rows/member/member.ts'
import { entriesOf, everyIndex } from '../../store/rows/member/name.ts'
import { defaultRetryPolicy } from '../../store/table/retry.ts'
import { accessTable } from '../../store/table/table-access.ts'
import { joinedAt, oldPassword, type SeedMember } from './old-members.ts'

const isCiHash = (value: unknown): value is CiHash =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value)

function checked<Value>(value: unknown, is: (value: unknown) => value is Value): Value {
  if (!is(value)) throw new Error(`a seed member has an invalid value: ${String(value)}`)
  return value
}

const present = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('a seed member has an invalid contact')
  return value
}

const identitiesOf = ({ linked = {} }: SeedMember): readonly LinkedIdentity[] =>
  providerIds.flatMap((provider) => {
    const subject = linked[provider]
    return subject === undefined
      ? []
      : [{ provider, subject: checked(subject, isSubject), linkedAt: joinedAt }]
  })

const emailOf = ({ address, verified }: NonNullable<SeedMember['email']>): OwnContact<Email> => ({
  value: present(parseEmail(address)),
  verified,
  ...(!verified && { imported: true }),
})

function memberOf(old: SeedMember, hashes: KeyedHashes, now: Date): Member {
  const { id, name, email, phone, birth, ci, status = 'active' } = old
  const contacts: Pick<Member, 'email' | 'phone'> = defined({
    email: email && emailOf(email),
    phone:
      phone === undefined ? undefined : { value: present(parsePhone(phone)), verified: true, provenAt: now },
  })
  return {
    id: checked(id, isMemberId),
    status,
    version: 1,
    name,
    ...contacts,
    ...defined({ birth }),
    // An address that was never verified is known from the old system alone.
    ...(email?.verified === false && { imported: true, neverProven: true }),
    ...(ci !== undefined && {
      ci: checked(hashes.hash('ci', ci), isCiHash),
      identityVerifiedAt: joinedAt,
    }),
    ways: newMethods({ identities: identitiesOf(old), hasPassword: old.hasPassword === true, ...contacts }),
    attributes: {},
    locale: 'ko',
    credentialsVersion: 0,
    createdAt: joinedAt,
  }
}

const consentsTo = (terms: readonly Term[]): readonly Consent[] =>
  terms
    .filter(({ required }) => required)
    .map(({ tag, version }) => ({ tag, version, agreed: true, at: joinedAt, source: 'form' }))

/** The writes for one member, in one transaction like the service's own sign-up. */
function seedWrites(old: SeedMember, { hashes, stage, clock }: World, passwordHash: string) {
  const now = clock.now()
  const member = memberOf(old, hashes, now)
  const terms = termsInForce(stage.terms, now)
  const { email, phone, ci } = member
  return {
    member: newMemberWrite(
      { ...member, agreements: requiredAgreements(terms) },
      old.hasPassword ? passwordHash : undefined,
    ),
    ...defined({
      email: email && claimWrite('email', email.value, email.verified, member),
      phone: phone && claimWrite('phone', phone.value, phone.verified, member),
      ci: ci && claimWrite('ci', ci, true, member),
    }),
    ...Object.fromEntries(
      identitiesOf(old).flatMap((identity) => [
        [`identityClaim:${identity.provider}`, linkedClaimWrite(identity, member, 'open')] as const,
        [`identity:${identity.provider}`, linkedIdentityWrite(member.id, identity)] as const,
      ]),
    ),
    ...entriesOf(hashes, member, everyIndex),
    event: eventWrite(member, { id: member.id, type: 'member.registered', at: joinedAt }, consentsTo(terms)),
  }
}

/**
 * Writes members into the table as if they had joined long ago. A member that exists, or whose contact
 * another member has now, stays unchanged, so a table kept between starts does not change. Throws DynamoDB's
 * errors.
 */
export async function seedMembers(
  world: World,
  tableName: string,
  members: readonly SeedMember[],
): Promise<void> {
  if (members.length === 0) return
  const passwordHash = await world.passwords.hash(oldPassword)
  const table = accessTable({ client: tableClient(), tableName, retryPolicy: defaultRetryPolicy })
  await Promise.all(members.map((old) => table.transact(seedWrites(old, world, passwordHash))))
}
