import type { Agreement } from '../../../domain/consent/agreement.ts'
import { isSecondaryContact, withoutSecondaryContact } from '../../../domain/member/contacts.ts'
import { identityMethod, type LoginMethod, type Member, type Session } from '../../../domain/member/member.ts'
import type { ContactRelease } from '../../../domain/sign-up/contact-takeover.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { Address } from '../../../domain/values/verification.ts'
import type { Linking, Recovery } from '../../../flows/ports/store.ts'
import { type Change, type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { contactOf } from '../address.ts'
import { attributesOf } from '../fields.ts'
import { mayStay } from './member.ts'

/** The condition that a member has not changed since a decision about it. */
export const isAt = (version: number): Condition => ({ text: '#version = :version', values: { version } })

/** The condition that the member has this contact on file. */
const hasContact = (of: 'email' | 'phone', value: string): Condition => ({
  text: `#${of}.#value = :${of}`,
  values: { [of]: value },
})

/** The agreements of a change. DynamoDB adds no empty set. */
const agreed = (agreements: readonly Agreement[]) =>
  agreements.length > 0 ? { agreements: new Set(agreements) } : {}

/**
 * Links an identity and the contacts that its provider has verified to a member, unless the member changed
 * since the decision.
 */
export function linkMemberWrite(
  {
    identity,
    target,
    verifies,
    ci,
    event,
    agreements = [],
  }: Pick<Linking, 'identity' | 'target' | 'verifies' | 'ci' | 'event' | 'agreements'>,
  openedAt: Date,
): UpdateWrite {
  const { email, phone } = verifies
  const ways = new Set<LoginMethod>([identityMethod(identity)])
  if (email !== undefined) ways.add('email')
  if (phone !== undefined) ways.add('phone')
  const change: Change = {
    set: {
      ...(email !== undefined && { 'email.verified': true }),
      ...(phone !== undefined && { 'phone.verified': true, 'phone.provenAt': event.at.getTime() }),
      ...defined({ ci }),
    },
    add: { ways, version: 1, ...agreed(agreements) },
  }
  const condition = every(
    mayStay(openedAt),
    isAt(target.version),
    ...(email === undefined ? [] : [hasContact('email', email)]),
    ...(phone === undefined ? [] : [hasContact('phone', phone)]),
    ...(ci === undefined ? [] : [{ text: 'attribute_not_exists(#ci) OR #ci = :ci', values: { ci } }]),
  )
  return updateWhen(keys.member(target.memberId), change, condition)
}

/** Adds a login method to a signed-in member. */
export const addMethodWrite = (
  id: MemberId,
  method: LoginMethod,
  openedAt: Date,
  agreements: readonly Agreement[] = [],
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { add: { ways: new Set([method]), version: 1, ...agreed(agreements) } },
    mayStay(openedAt),
  )

/**
 * Removes a login method from a signed-in member, unless the member changed since the decision. Never removes
 * the last one. Refused with the stored member.
 */
export const removeMethodWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  method: LoginMethod,
  openedAt: Date,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { without: { ways: new Set([method]) }, add: { version: 1 } },
    every(mayStay(openedAt), isAt(version), {
      text: 'contains(#ways, :method) AND size(#ways) > :one',
      values: { method, one: 1 },
    }),
    'tells',
  )

/**
 * Removes a login method, even the last one, because its provider has ended it, and ends the sessions opened
 * until `endsSessionsAt`. Works for every status, since the provider's decision stands.
 */
export function unlinkedByProviderMethodWrite(
  { id, version }: Pick<Member, 'id' | 'version'>,
  identity: Identity,
  endsSessionsAt: Date | undefined,
): UpdateWrite {
  const change: Change = {
    ...defined({ set: endsSessionsAt && { sessionsValidFrom: endsSessionsAt.getTime() + 1 } }),
    without: { ways: new Set([identityMethod(identity)]) },
    add: { version: 1 },
  }
  return updateWhen(keys.member(id), change, isAt(version))
}

/** Gives a member who signs in by an identity that login method back. Refused with the stored member. */
export const restoreMethodWrite = (
  { memberId, createdAt }: Pick<Session, 'memberId' | 'createdAt'>,
  identity: Identity,
): UpdateWrite =>
  updateWhen(
    keys.member(memberId),
    { add: { ways: new Set([identityMethod(identity)]), version: 1 } },
    mayStay(createdAt),
    'tells',
  )

/**
 * Recovers a member: a proven address becomes its only login method. The member had none but its password,
 * which ends together with all earlier sessions.
 */
export function recoverMemberWrite({ member, address, session }: Recovery): UpdateWrite {
  const contact = contactOf(address)
  const openedAt = session.createdAt
  const change: Change = {
    set: {
      [`${contact}.verified`]: true,
      ways: new Set([contact]),
      sessionsValidFrom: openedAt.getTime(),
    },
    remove: ['passwordHash'],
    add: { version: 1 },
  }
  const onlyPassword: Condition = {
    text: 'attribute_not_exists(#ways) OR (contains(#ways, :password) AND size(#ways) = :one)',
    values: { password: 'password', one: 1 },
  }
  const condition = every(
    mayStay(openedAt),
    isAt(member.version),
    hasContact(contact, address.value),
    onlyPassword,
  )
  return updateWhen(keys.member(member.id), change, condition)
}

/** Replaces a password's hash. The version stays, since no decision depends on the hash. */
export const renewPasswordHashWrite = (id: MemberId, from: string, to: string): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { set: { passwordHash: to } },
    { text: '#passwordHash = :from', values: { from } },
  )

/** Removes never verified contacts from a member, because another member has verified them. */
export function displaceContactsWrite(id: MemberId, contacts: readonly Address[]): UpdateWrite {
  const unverified = contacts.map((address): Condition => {
    const contact = contactOf(address)
    return every(hasContact(contact, address.value), {
      text: `#${contact}.#verified = :unverified`,
      values: { unverified: false },
    })
  })
  return updateWhen(
    keys.member(id),
    { remove: contacts.map(contactOf), add: { version: 1 } },
    every(...unverified),
  )
}

/**
 * Removes a contact that a member releases, unless the member changed since the decision, together with the
 * login method of a verified one.
 */
export function releaseContactWrite(release: ContactRelease, address: Address): UpdateWrite {
  const { id, version } = release
  if (isSecondaryContact(release, address)) {
    const { otherEmails, otherPhones } = withoutSecondaryContact(release, address)
    const set = attributesOf({ otherEmails, otherPhones })
    return updateWhen(keys.member(id), { set, add: { version: 1 } }, isAt(version))
  }
  const contact = contactOf(address)
  return updateWhen(
    keys.member(id),
    { remove: [contact], without: { ways: new Set([contact]) }, add: { version: 1 } },
    every(isAt(version), hasContact(contact, address.value)),
  )
}
