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

/** That a member is still as it was when something was decided about it. */
export const isAt = (version: number): Condition => ({ text: '#version = :version', values: { version } })

/** That this is what the member has on file. */
const hasContact = (of: 'email' | 'phone', value: string): Condition => ({
  text: `#${of}.#value = :${of}`,
  values: { [of]: value },
})

/** Agreements that come with a change. DynamoDB adds no empty set. */
const agreed = (agreements: readonly Agreement[]) =>
  agreements.length > 0 ? { agreements: new Set(agreements) } : {}

/** Links an identity, with what its provider has proven, to a member that is as it was when that was decided. */
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

/** Gives a member who is signed in another way in. */
export const addMethodWrite = (
  id: MemberId,
  way: LoginMethod,
  openedAt: Date,
  agreements: readonly Agreement[] = [],
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { add: { ways: new Set([way]), version: 1, ...agreed(agreements) } },
    mayStay(openedAt),
  )

/**
 * Takes a way in from a member who is signed in and as it was when that was decided, never the last one. Refused
 * with the member.
 */
export const removeMethodWrite = (
  { id, version }: Pick<Member, 'id' | 'version'>,
  way: LoginMethod,
  openedAt: Date,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { without: { ways: new Set([way]) }, add: { version: 1 } },
    every(mayStay(openedAt), isAt(version), {
      text: 'contains(#ways, :way) AND size(#ways) > :one',
      values: { way, one: 1 },
    }),
    'tells',
  )

/**
 * Takes a way in from a member, the last one too, because its provider has ended it; if asked to, ends every
 * session that was opened until then. Whatever state the member is in: what the provider did is done.
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

/** Gives a member its way in back, who comes in by it at this very moment. Refused with the member. */
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
 * Makes an address that was just proven the way into a member that had none but its password, which ends, as
 * does every session before this one.
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

/** Hashes a password anew. The version stays: nothing that anybody decides by has changed. */
export const renewPasswordHashWrite = (id: MemberId, from: string, to: string): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { set: { passwordHash: to } },
    { text: '#passwordHash = :from', values: { from } },
  )

/** Takes contacts that were never verified from a member, because somebody else has verified them. */
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
 * Takes a contact from a member who is as it was when it was decided that it yields: the contact, and the way in
 * that it was if it was verified.
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
