import * as v from 'valibot'
import type { Agreement } from '../../domain/consent/agreement.ts'
import {
  deliveryFailures,
  type EndedIdentity,
  endings,
  type LoginMethod,
} from '../../domain/member/member.ts'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import {
  type Identity,
  isProviderId,
  isSubject,
  type ProviderId,
  type Subject,
} from '../../domain/values/identity.ts'
import {
  type ClientId,
  isClientId,
  isMemberId,
  isPasskeyId,
  isPendingId,
  isSessionId,
  type MemberId,
  type PasskeyId,
  type PendingId,
  type SessionId,
} from '../../domain/values/ids.ts'
import type { Attribute, TableItem } from '../table/expressions.ts'

const isLoginMethod = (value: unknown): value is LoginMethod =>
  typeof value === 'string' && /^(identity:[^:]+:.+|passkey:.+|password|email|phone)$/.test(value)

/** A moment: epoch milliseconds in a row, a `Date` in the domain. */
export const moment = v.pipe(
  v.number(),
  v.safeInteger(),
  v.transform((milliseconds) => new Date(milliseconds)),
)

/** Text that was parsed before it was written. Reading checks only that it is text. */
export const textOf = <Text extends string>() => v.custom<Text>((value) => typeof value === 'string')

export const memberId = v.custom<MemberId>(isMemberId)
export const sessionId = v.custom<SessionId>(isSessionId)
export const passkeyId = v.custom<PasskeyId>(isPasskeyId)
export const pendingId = v.custom<PendingId>(isPendingId)
export const clientIdText = v.custom<ClientId>(isClientId)

/** The login methods of a member. DynamoDB has no empty set, so a member without any lacks the attribute. */
export const ways = v.optional(
  v.pipe(
    v.set(v.custom<LoginMethod>(isLoginMethod)),
    v.transform((set) => [...set]),
  ),
  new Set<LoginMethod>(),
)

/** Agreements to terms. */
export const agreements = v.pipe(
  v.set(v.custom<Agreement>((value) => typeof value === 'string' && value.includes('@'))),
  v.transform((set) => [...set]),
)

/** How often all sessions of a member have ended. Rows of the release before the counter lack it. */
export const credentialsVersion = v.optional(v.pipe(v.number(), v.safeInteger()), 0)

/** The two attributes that name an identity. */
export const identityEntries = {
  provider: v.custom<ProviderId>(isProviderId),
  subject: v.custom<Subject>(isSubject),
}
export const identity = v.object(identityEntries)

/** An ended identity in a set: how it ended, its provider and its subject. */
export const endedIdentityText = ({ endedBy, provider, subject }: EndedIdentity): string =>
  `${endedBy}:${provider}:${subject}`

/** All forms of an ended identity, to remove it from a set however it ended. */
export const endedIdentityTexts = (identity: Identity): Set<string> =>
  new Set(endings.map((endedBy) => endedIdentityText({ ...identity, endedBy })))

function endedIdentityOf(text: string): EndedIdentity[] {
  const [, how, provider, subject] = /^([a-z_]+):([^:]+):(.+)$/.exec(text) ?? []
  const endedBy = endings.find((one) => one === how)
  if (endedBy === undefined) return []
  return isProviderId(provider) && isSubject(subject) ? [{ endedBy, provider, subject }] : []
}

/** The identities of a member whose connection at the provider has ended. A member without any lacks the set. */
export const endedIdentities = v.pipe(
  v.set(v.string()),
  v.transform((set) => [...set].flatMap(endedIdentityOf)),
)

const verified = v.boolean()
/** A mark that is there or is not. */
export const mark = v.exactOptional(v.literal(true))
const contactEntries = { verified, shared: mark, imported: mark }
export const ownEmail = v.object({
  value: textOf<Email>(),
  ...contactEntries,
  failing: v.exactOptional(v.picklist(deliveryFailures)),
})
export const ownPhone = v.object({
  value: textOf<Phone>(),
  ...contactEntries,
  provenAt: v.exactOptional(moment),
})

export const birth = v.object({
  year: v.exactOptional(v.number()),
  monthDay: v.exactOptional(v.string()),
  calendar: v.picklist(['solar', 'lunar']),
  leapMonth: v.exactOptional(v.boolean()),
})

/** The form of one value in a row. Throws a `TypeError` for a value without one, such as a set. */
function attributeOf(value: unknown): Attribute {
  if (value instanceof Date) return value.getTime()
  if (Array.isArray(value)) return value.map(attributeOf)
  if (typeof value === 'object' && value !== null) return attributesOf(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new TypeError(`A ${typeof value} has no form in a row`)
}

/**
 * The attributes of a domain value: moments become epoch milliseconds, absent parts stay absent. The row's
 * schema reverses this. Throws a `TypeError` as `attributeOf` does.
 */
export function attributesOf(value: object): TableItem {
  const attributes: TableItem = {}
  const parts: Readonly<Record<string, unknown>> = { ...value }
  for (const name in parts) {
    const part = parts[name]
    if (part !== undefined) attributes[name] = attributeOf(part)
  }
  return attributes
}

const daySeconds = 86_400

/**
 * When DynamoDB may delete an expired row (`ttl`, epoch seconds), one day late: deletion must never end
 * anything by itself, and an investigation still finds yesterday's rows.
 */
export const forgetAt = (expiresAt: Date): number => Math.ceil(expiresAt.getTime() / 1000) + daySeconds
