import * as v from 'valibot'
import { type DeactivationId, isDeactivationId } from '../../../domain/leaving/reactivation.ts'
import type { Member } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import { isTokenId, type TokenId } from '../../../domain/values/ids.ts'
import { absent, type PutWrite } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { authStateEntries } from '../auth-state.ts'
import {
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
import { oldMemberAttribute, withMarksOfImport } from '../old-import.ts'
import type { RowDefinition } from '../row.ts'

/** When a withdrawn member may join again. */
const rejoinFrom = v.exactOptional(moment)

const locale = v.picklist(['ko', 'en'])
/** The number of a member's changes. */
export const version = v.pipe(v.number(), v.safeInteger())

const matchable = {
  name: v.exactOptional(v.string()),
  birth: v.exactOptional(birth),
  ...leadEntries,
}

/** The id that messages name by which a member restores or reactivates the account. */
export const deactivationId = v.custom<DeactivationId>(isDeactivationId)

/** What the next message depends on that leads a paused member back. */
export const returningEntries = {
  deactivationId: v.exactOptional(deactivationId),
  invitation: v.exactOptional(
    v.object({
      tokenId: v.custom<TokenId>(isTokenId),
      toHash: v.string(),
      sentAt: moment,
      messages: v.exactOptional(v.number()),
    }),
  ),
}

/** The part of a member that matching, hints, links and the message that leads back need. */
export const candidateRow = {
  kind: 'member',
  renewed: withMarksOfImport,
  schema: v.object({
    id: authStateEntries.id,
    externalId: authStateEntries.externalId,
    status: authStateEntries.status,
    restorableUntil: authStateEntries.restorableUntil,
    agreements: authStateEntries.agreements,
    credentialsVersion: authStateEntries.credentialsVersion,
    rejoinFrom,
    ...matchable,
    ...returningEntries,
    version,
    locale,
    createdAt: moment,
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The row of a member. */
export const memberRow = {
  kind: 'member',
  renewed: withMarksOfImport,
  schema: v.object({
    ...authStateEntries,
    rejoinFrom,
    ...matchable,
    version,
    nickname: v.exactOptional(v.string()),
    gender: v.exactOptional(v.string()),
    mergedInto: v.exactOptional(memberId),
    identityVerifiedAt: v.exactOptional(moment),
    identitySource: v.exactOptional(v.string()),
    imported: mark,
    importId: v.exactOptional(v.string()),
    attributes: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    locale,
    createdAt: moment,
  } satisfies Record<keyof Member, v.GenericSchema>),
} as const satisfies RowDefinition<v.GenericSchema>

/** The attributes that a reader of members asks for, with those that tell a row of an earlier release. */
export const memberAttributes = ['kind', ...Object.keys(memberRow.schema.entries), oldMemberAttribute]
/** The same for a reader of candidates. */
export const candidateAttributes = ['kind', ...Object.keys(candidateRow.schema.entries), oldMemberAttribute]

/** The login methods of a member, with the member's version. */
export const waysRow = {
  kind: 'member',
  schema: v.object({ ways, version }),
} as const satisfies RowDefinition<v.GenericSchema>

/** What of a member somebody has verified. */
export const verifiedFactsRow = {
  kind: 'member',
  schema: v.object({
    email: v.exactOptional(ownEmail),
    phone: v.exactOptional(ownPhone),
    identityVerifiedAt: v.exactOptional(moment),
    identityUnproven: mark,
  }),
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

/** The change of a member's attributes, if there is one. */
export const attributesChange = (attributes: Member['attributes'] | undefined) =>
  defined({ attributes: attributes && attributesText({ attributes }) })

/** Stores a new member, who may begin with a session. */
export function newMemberWrite(member: Member, passwordHash?: string, openedSessions?: 1): PutWrite {
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
        ...defined({ passwordHash, openedSessions }),
        attributes: attributesText({ attributes }),
      },
      ...absent,
    },
  }
}
