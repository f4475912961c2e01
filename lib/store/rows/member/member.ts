import * as v from 'valibot'
import type { Agreement } from '../../../domain/consent/agreement.ts'
import { type LoginMethod, type Member, memberStatuses, type Session } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import {
  absent,
  type CheckWrite,
  type Condition,
  checkThat,
  every,
  type PutWrite,
  type UpdateWrite,
  updateWhen,
  type Write,
} from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import {
  agreements,
  attributesOf,
  birth,
  endedIdentityText,
  mark,
  memberId,
  moment,
  ownEmail,
  ownPhone,
  ways,
} from '../fields.ts'
import { leadEntries } from '../leads.ts'
import type { RowDefinition } from '../row.ts'

const authStateEntries = {
  id: memberId,
  externalId: v.exactOptional(v.string()),
  status: v.picklist(memberStatuses),
  sessionsValidFrom: moment,
  restorableUntil: v.exactOptional(moment),
  agreements: v.exactOptional(agreements),
}

/** When a withdrawn member may join again. */
const rejoinFrom = v.exactOptional(moment)

/** The part of a member that decides about sign-ins. */
export const memberAuthStateRow = {
  kind: 'member',
  schema: v.object(authStateEntries),
} as const satisfies RowDefinition<v.GenericSchema>

const locale = v.picklist(['ko', 'en'])
/** The number of a member's changes. */
export const version = v.pipe(v.number(), v.safeInteger())

const matchable = {
  name: v.exactOptional(v.string()),
  birth: v.exactOptional(birth),
  ...leadEntries,
}

/** The part of a member that matching, hints and links need. */
export const candidateRow = {
  kind: 'member',
  schema: v.object({
    id: authStateEntries.id,
    externalId: authStateEntries.externalId,
    status: authStateEntries.status,
    restorableUntil: authStateEntries.restorableUntil,
    agreements: authStateEntries.agreements,
    rejoinFrom,
    ...matchable,
    version,
    locale,
    createdAt: moment,
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The row of a member. */
export const memberRow = {
  kind: 'member',
  schema: v.object({
    ...authStateEntries,
    rejoinFrom,
    ...matchable,
    version,
    gender: v.exactOptional(v.string()),
    mergedInto: v.exactOptional(memberId),
    identityVerifiedAt: v.exactOptional(moment),
    identitySource: v.exactOptional(v.string()),
    imported: mark,
    attributes: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    locale,
    createdAt: moment,
  } satisfies Record<keyof Member, v.GenericSchema>),
} as const satisfies RowDefinition<v.GenericSchema>

/** The login methods of a member, with the member's version. */
export const waysRow = {
  kind: 'member',
  schema: v.object({ ways, version }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The contacts of a member. */
export const contactsRow = {
  kind: 'member',
  schema: v.object({ email: v.exactOptional(ownEmail), phone: v.exactOptional(ownPhone) }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The password hash, which no other row reads. */
export const passwordRow = {
  kind: 'member',
  schema: v.object({ passwordHash: v.exactOptional(v.string()) }),
} as const satisfies RowDefinition<v.GenericSchema>

/**
 * The stage's attributes as JSON text, since DynamoDB supports neither all numbers nor all depths of JSON.
 */
export const attributesText = ({ attributes }: Pick<Member, 'attributes'>): string =>
  JSON.stringify(attributes)

/** Stores a new member. */
export function newMemberWrite(member: Member, passwordHash?: string): PutWrite {
  const { ways, attributes, agreements = [], endedIdentities = [], ...rest } = member
  return {
    Put: {
      Item: {
        ...keys.member(member.id),
        kind: memberRow.kind,
        ...attributesOf(rest),
        ...(ways.length > 0 && { ways: new Set(ways) }),
        ...(agreements.length > 0 && { agreements: new Set(agreements) }),
        ...(endedIdentities.length > 0 && {
          endedIdentities: new Set(endedIdentities.map(endedIdentityText)),
        }),
        ...defined({ passwordHash }),
        attributes: attributesText({ attributes }),
      },
      ...absent,
    },
  }
}

/** The condition that a member is active and a session opened at `openedAt` has not ended. */
export const mayStay = (openedAt: Date): Condition => ({
  text: '#status = :active AND #sessionsValidFrom <= :openedAt',
  values: { active: 'active', openedAt: openedAt.getTime() },
})

/** The condition that a member has this login method. */
const hasMethod = (method: LoginMethod): Condition => ({
  text: 'contains(#ways, :method)',
  values: { method },
})

/** Checks that a session may continue: the member is active, and its sessions have not ended since. */
export const sessionMayContinueCheck = ({
  memberId,
  createdAt,
}: Pick<Session, 'memberId' | 'createdAt'>): CheckWrite =>
  checkThat(keys.member(memberId), mayStay(createdAt))

/** The condition that a member has made all of these agreements. */
const hasAgreed = (requiredAgreements: readonly Agreement[]): readonly Condition[] =>
  requiredAgreements.map((agreement, index) => ({
    text: `contains(#agreements, :agreement${index})`,
    values: { [`agreement${index}`]: agreement },
  }))

/**
 * Checks that a member may sign in or stay by this login method and has made the `requiredAgreements`.
 * Refused with the stored member.
 */
export const maySignInCheck = (
  { memberId, createdAt }: Pick<Session, 'memberId' | 'createdAt'>,
  method: LoginMethod,
  requiredAgreements: readonly Agreement[] = [],
): CheckWrite =>
  checkThat(
    keys.member(memberId),
    every(mayStay(createdAt), hasMethod(method), ...hasAgreed(requiredAgreements)),
    'tells',
  )

/**
 * Adds agreements to a member whose session may continue. The version stays, since more agreements worsen no
 * decision.
 */
export const agreeWrite = (
  { memberId, createdAt }: Pick<Session, 'memberId' | 'createdAt'>,
  agreements: readonly Agreement[],
): Write =>
  agreements.length === 0
    ? sessionMayContinueCheck({ memberId, createdAt })
    : updateWhen(keys.member(memberId), { add: { agreements: new Set(agreements) } }, mayStay(createdAt))

/**
 * Signs a member in by number and records the proof. The version stays, since a fresher proof worsens no
 * decision.
 */
export const usedNumberWrite = ({
  memberId,
  createdAt,
}: Pick<Session, 'memberId' | 'createdAt'>): UpdateWrite =>
  updateWhen(
    keys.member(memberId),
    { set: { 'phone.provenAt': createdAt.getTime() } },
    every(mayStay(createdAt), hasMethod('phone')),
    'tells',
  )

/** Ends every session opened before `validFrom`, and never moves that time back. */
export const endSessionsWrite = (id: MemberId, validFrom: Date): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { set: { sessionsValidFrom: validFrom.getTime() }, add: { version: 1 } },
    { text: '#sessionsValidFrom < :validFrom', values: { validFrom: validFrom.getTime() } },
  )
