import {
  identityMethod,
  type LoginMethod,
  type Member,
  type MemberStatus,
} from '../../lib/domain/member/member.ts'
import type { Birth, CiHash } from '../../lib/domain/values/evidence.ts'
import type { Identity } from '../../lib/domain/values/identity.ts'
import { createPasswords } from '../../lib/passwords/passwords.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { claimWrite } from '../../lib/store/rows/claim.ts'
import { linkedIdentityWrite } from '../../lib/store/rows/identity/identity.ts'
import { linkedClaimWrite } from '../../lib/store/rows/identity/identity-claim.ts'
import { memberRow, newMemberWrite } from '../../lib/store/rows/member/member.ts'
import { entriesOf, everyIndex } from '../../lib/store/rows/member/name.ts'
import { readRow } from '../../lib/store/rows/row.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { accessTable, type TableAccess } from '../../lib/store/table/table-access.ts'
import { tableClient } from './database.ts'
import { email, kakaoIdentity, phone, sure } from './people.ts'
import type { TestStack } from './test-stack.ts'

/** A person who was a member before the local stack started. The service does not know the absent values. */
export interface OldMember {
  readonly email?: string
  /** Default: true. */
  readonly emailVerified?: boolean
  readonly phone?: string
  /** Default: true. */
  readonly phoneVerified?: boolean
  /** The days since the number was proven. Default: just now. */
  readonly phoneProvenDaysAgo?: number
  readonly name?: string
  readonly birth?: Birth
  /** 88 characters, as in an identity check. */
  readonly ci?: string
  /** An import brought the CI and does not say when it was checked. */
  readonly ciUnproven?: true
  readonly password?: string
  readonly status?: MemberStatus
  /** The id of the member in the old system. */
  readonly externalId?: string
  /** Kakao ids that lead to the member. */
  readonly kakao?: readonly string[]
  /** Identities at other providers. */
  readonly identities?: readonly Identity[]
}

const isCiHash = (text: string): text is CiHash => text.length === 43

/** Access to the table of a local stack beside its doors. */
export const tableOf = ({ tableName }: TestStack): TableAccess =>
  accessTable({
    client: tableClient(),
    tableName,
    retryPolicy: defaultRetryPolicy,
  })

/** Puts a member into the table of a local stack, with all its claims and entries. Gives the member. */
export async function settle(stack: TestStack, known: OldMember, table = tableOf(stack)): Promise<Member> {
  const { hashes } = await world()
  const hash = known.ci === undefined ? undefined : hashes.hash('ci', known.ci)
  const identities = [...(known.kakao ?? []).map(kakaoIdentity), ...(known.identities ?? [])]
  const member: Member = {
    ...memberOf(known, identities),
    ...(hash !== undefined && isCiHash(hash) && { ci: hash }),
    ...(known.ciUnproven && { identityUnproven: true as const }),
  }
  const password = known.password === undefined ? undefined : await createPasswords().hash(known.password)
  const { email: mail, phone: number, ci } = member
  const result = await table.transact({
    member: newMemberWrite(member, password),
    ...(mail && { email: claimWrite('email', mail.value, mail.verified, member) }),
    ...(number && { phone: claimWrite('phone', number.value, number.verified, member) }),
    ...(ci && { ci: claimWrite('ci', ci, true, member) }),
    ...entriesOf(hashes, member, everyIndex),
    ...Object.fromEntries(
      identities.flatMap((identity) => [
        [`claim:${identity.subject}`, linkedClaimWrite(identity, member, 'open')],
        [`own:${identity.subject}`, linkedIdentityWrite(member.id, { ...identity, linkedAt: joined })],
      ]),
    ),
  })
  if (result.kind !== 'written') throw new Error(`somebody is there already: ${Object.keys(result.refusals)}`)
  return member
}

const joined = new Date('2023-05-17T03:00:00Z')

const numberOf = (text: string, verified: boolean, daysAgo = 0): NonNullable<Member['phone']> => ({
  value: phone(text),
  verified,
  ...(!verified && { imported: true }),
  ...(verified && { provenAt: new Date(Date.now() - daysAgo * 86_400_000) }),
})

function memberOf(known: OldMember, identities: readonly Identity[]): Member {
  const { emailVerified = true, phoneVerified = true, status = 'active', name, birth } = known
  const ways: LoginMethod[] = identities.map(identityMethod)
  if (known.password !== undefined) ways.push('password')
  if (known.email !== undefined && emailVerified) ways.push('email')
  if (known.phone !== undefined && phoneVerified) ways.push('phone')
  return {
    id: ids.member(),
    ...(known.externalId !== undefined && { externalId: known.externalId }),
    status,
    version: 1,
    ...(name !== undefined && { name }),
    ...(known.email !== undefined && {
      email: {
        value: email(known.email),
        verified: emailVerified,
        ...(!emailVerified && { imported: true as const }),
      },
    }),
    ...((!emailVerified || !phoneVerified) && { imported: true, neverProven: true }),
    ...(known.phone !== undefined && {
      phone: numberOf(known.phone, phoneVerified, known.phoneProvenDaysAgo),
    }),
    ...(birth !== undefined && { birth }),
    ways: ways,
    attributes: {},
    locale: 'ko',
    credentialsVersion: 0,
    createdAt: joined,
  }
}

/** A member as in the table now. */
export async function asItIs(stack: TestStack, { id }: Pick<Member, 'id'>): Promise<Member> {
  return readRow(memberRow, sure(await tableOf(stack).get(keys.member(id)), 'member'))
}

/** Suspends or deactivates a member, as an operator would: the version rises, as with every change. */
export async function setStatus(
  stack: TestStack,
  { id }: Pick<Member, 'id'>,
  status: MemberStatus,
): Promise<void> {
  await tableOf(stack).update({
    Update: {
      Key: { ...keys.member(id) },
      UpdateExpression: 'SET #status = :status ADD #version :one',
      ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
      ExpressionAttributeValues: { ':status': status, ':one': 1 },
    },
  })
}
