import * as v from 'valibot'
import type { Agreement } from '../../../domain/consent/agreement.ts'
import { type LoginMethod, type Member, memberStatuses, type Session } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { CiHash, DiHash, Email, Phone } from '../../../domain/values/evidence.ts'
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
  memberId,
  moment,
  ownEmail,
  ownPhone,
  textOf,
  ways,
} from '../fields.ts'
import type { Row } from '../row.ts'

const gateEntries = {
  id: memberId,
  externalId: v.exactOptional(v.string()),
  status: v.picklist(memberStatuses),
  sessionsValidFrom: moment,
  restorableUntil: v.exactOptional(moment),
  agreements: v.exactOptional(agreements),
}

/** From when a withdrawn member may join again. */
const rejoinFrom = v.exactOptional(moment)

/** The part of a member that tells whether it may come in. */
export const memberAuthStateRow = {
  kind: 'member',
  schema: v.object(gateEntries),
} as const satisfies Row<v.GenericSchema>

const locale = v.picklist(['ko', 'en'])
const version = v.pipe(v.number(), v.safeInteger())

const matchable = {
  name: v.exactOptional(v.string()),
  email: v.exactOptional(ownEmail),
  phone: v.exactOptional(ownPhone),
  birth: v.exactOptional(birth),
  ci: v.exactOptional(textOf<CiHash>()),
  otherEmails: v.exactOptional(v.array(textOf<Email>())),
  otherPhones: v.exactOptional(v.array(textOf<Phone>())),
}

/** The part of a member that evidence is compared with, and that a hint of it and a link to it need. */
export const candidateRow = {
  kind: 'member',
  schema: v.object({
    id: gateEntries.id,
    externalId: gateEntries.externalId,
    status: gateEntries.status,
    restorableUntil: gateEntries.restorableUntil,
    agreements: gateEntries.agreements,
    rejoinFrom,
    ...matchable,
    version,
    ways,
    locale,
    createdAt: moment,
  }),
} as const satisfies Row<v.GenericSchema>

export const memberRow = {
  kind: 'member',
  schema: v.object({
    ...gateEntries,
    rejoinFrom,
    ...matchable,
    version,
    gender: v.exactOptional(v.string()),
    di: v.exactOptional(textOf<DiHash>()),
    mergedInto: v.exactOptional(memberId),
    identityVerifiedAt: v.exactOptional(moment),
    identitySource: v.exactOptional(v.string()),
    identityUnproven: v.exactOptional(v.literal(true)),
    imported: v.exactOptional(v.picklist(['unproven', 'proven'])),
    ways,
    attributes: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    locale,
    createdAt: moment,
  } satisfies Record<Exclude<keyof Member, 'endedIdentities'>, v.GenericSchema>),
} as const satisfies Row<v.GenericSchema>

/** The ways into a member, and since which change it has them. */
export const waysRow = {
  kind: 'member',
  schema: v.object({ ways, version }),
} as const satisfies Row<v.GenericSchema>

/** What a member can be reached by. */
export const contactsRow = {
  kind: 'member',
  schema: v.object({ email: v.exactOptional(ownEmail), phone: v.exactOptional(ownPhone) }),
} as const satisfies Row<v.GenericSchema>

/** What the password door compares with: only this row ever gives it away. */
export const passwordRow = {
  kind: 'member',
  schema: v.object({ passwordHash: v.exactOptional(v.string()) }),
} as const satisfies Row<v.GenericSchema>

/** What the service itself wants to know, as JSON text: DynamoDB has neither all numbers nor all depths of JSON. */
export const attributesText = ({ attributes }: Pick<Member, 'attributes'>): string =>
  JSON.stringify(attributes)

/** Makes a member that is not there yet. */
export function newMemberWrite(member: Member, passwordHash?: string): PutWrite {
  const { ways, attributes, agreements = [], ...rest } = member
  return {
    Put: {
      Item: {
        ...keys.member(member.id),
        kind: memberRow.kind,
        ...attributesOf(rest),
        ...(ways.length > 0 && { ways: new Set(ways) }),
        ...(agreements.length > 0 && { agreements: new Set(agreements) }),
        ...defined({ passwordHash }),
        attributes: attributesText({ attributes }),
      },
      ...absent,
    },
  }
}

/** That a member is active, and that a session opened then was not ended with all the others. */
export const mayStay = (openedAt: Date): Condition => ({
  text: '#status = :active AND #sessionsValidFrom <= :openedAt',
  values: { active: 'active', openedAt: openedAt.getTime() },
})

/** That a member has this way in. */
const hasWay = (way: LoginMethod): Condition => ({ text: 'contains(#ways, :way)', values: { way } })

/** Checks that a session may go on: the member is active, and its sessions were not ended since. */
export const maySessionGoOnCheck = ({
  memberId,
  createdAt,
}: Pick<Session, 'memberId' | 'createdAt'>): CheckWrite =>
  checkThat(keys.member(memberId), mayStay(createdAt))

/** That a member has agreed to all of these. */
const hasAgreed = (wanted: readonly Agreement[]): readonly Condition[] =>
  wanted.map((agreement, index) => ({
    text: `contains(#agreements, :agreement${index})`,
    values: { [`agreement${index}`]: agreement },
  }))

/**
 * Checks that a member may come in, or stay, by this way, and has agreed to what is `wanted`; asks for the member
 * when that is not so.
 */
export const mayComeInCheck = (
  { memberId, createdAt }: Pick<Session, 'memberId' | 'createdAt'>,
  way: LoginMethod,
  wanted: readonly Agreement[] = [],
): CheckWrite =>
  checkThat(keys.member(memberId), every(mayStay(createdAt), hasWay(way), ...hasAgreed(wanted)), 'tells')

/**
 * Adds agreements to a member whose session may go on. The version stays: nothing that anybody decides by gets worse
 * by them.
 */
export const agreeWrite = (
  { memberId, createdAt }: Pick<Session, 'memberId' | 'createdAt'>,
  agreements: readonly Agreement[],
): Write =>
  agreements.length === 0
    ? maySessionGoOnCheck({ memberId, createdAt })
    : updateWhen(keys.member(memberId), { add: { agreements: new Set(agreements) } }, mayStay(createdAt))

/**
 * Lets a member in by its number, and remembers that it was proven now. The version stays: nothing that anybody
 * decides by gets worse by it.
 */
export const usedNumberWrite = ({
  memberId,
  createdAt,
}: Pick<Session, 'memberId' | 'createdAt'>): UpdateWrite =>
  updateWhen(
    keys.member(memberId),
    { set: { 'phone.provenAt': createdAt.getTime() } },
    every(mayStay(createdAt), hasWay('phone')),
    'tells',
  )

/** Ends every session that was opened before a moment; never moves that moment back. */
export const endSessionsWrite = (id: MemberId, validFrom: Date): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { set: { sessionsValidFrom: validFrom.getTime() }, add: { version: 1 } },
    { text: '#sessionsValidFrom < :validFrom', values: { validFrom: validFrom.getTime() } },
  )
