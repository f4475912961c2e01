import { type ChangedPart, changedParts } from '../history/audit.ts'
import { sameBirth } from '../values/birth.ts'
import { defined } from '../values/defined.ts'
import type { Birth } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'
import { Problem } from '../values/problem.ts'
import type { Address } from '../values/verification.ts'
import { type Attributes, mergedAttributes } from './attributes.ts'
import { withoutSecondaryContact } from './contacts.ts'
import { canSignIn, withoutLoginMethod } from './login-methods.ts'
import type { LoginMethod, Member } from './member.ts'
import type { FieldsChangedBy } from './member-fields.ts'

/** A signed-in member's wishes. Absent values stay. */
export interface Wishes {
  /** An address proven by code. */
  readonly contact?: Address | undefined
  readonly password?: 'chosen' | 'given_up' | undefined
  readonly name?: string | undefined
  readonly birth?: Birth | undefined
  readonly locale?: Locale | undefined
  /** The changed attributes; `null` removes one. */
  readonly attributes?: Attributes | undefined
}

/** A member before and after a change, with the parts that differ. */
export interface MemberChange {
  readonly before: Member
  readonly after: Member
  readonly changed: readonly ChangedPart[]
  /** A contact, the password or the birth date changed, so every other session ends. */
  readonly endsOthers: boolean
}

const sensitive: ReadonlySet<ChangedPart> = new Set<ChangedPart>(['email', 'phone', 'password', 'birth'])

/** Whether the wishes need a fresh sign-in, whatever they change. */
export const needsFreshSignIn = ({ contact, password, birth }: Wishes): boolean =>
  contact !== undefined || password !== undefined || birth !== undefined

/**
 * Decides what a member's wishes change. A proven contact takes the place of the one before it and lets in by
 * code; a password needs an address or a number that says whose it is, and is given up only where something else
 * lets in. Throws `invalid_request` and `last_login_method`.
 */
export function changeOf(before: Member, wishes: Wishes, now: Date): MemberChange {
  const profiled = withProfile(withContact(before, wishes.contact, now), wishes)
  const after = withPassword(profiled, wishes.password)
  const changed = partsOf(before, after, wishes)
  return { before, after, changed, endsOthers: changed.some((part) => sensitive.has(part)) }
}

const withWay = (member: Member, way: LoginMethod): Member =>
  member.ways.includes(way) ? member : { ...member, ways: [...member.ways, way] }

function withContact(member: Member, contact: Address | undefined, now: Date): Member {
  switch (contact?.channel) {
    case undefined:
      return member
    case 'email':
      return withWay(
        { ...withoutSecondaryContact(member, contact), email: { value: contact.value, verified: true } },
        'email',
      )
    case 'sms':
      return withWay(
        {
          ...withoutSecondaryContact(member, contact),
          phone: { value: contact.value, verified: true, provenAt: now },
        },
        'phone',
      )
    default:
      return contact satisfies never
  }
}

const withProfile = (member: Member, { name, birth, locale, attributes }: Wishes): Member => ({
  ...member,
  ...defined({
    name,
    birth,
    locale,
    attributes: attributes && mergedAttributes(member.attributes, attributes),
  }),
})

function withPassword(member: Member, password: Wishes['password']): Member {
  if (password === undefined) return member
  if (password === 'given_up') {
    const after = withoutLoginMethod(member, 'password')
    if (!canSignIn(after)) throw new Problem('last_login_method')
    return after
  }
  if (member.email === undefined && member.phone === undefined) {
    const errors = [{ pointer: '/password', detail: 'needs an e-mail address or a phone number first' }]
    throw new Problem('invalid_request', { errors })
  }
  return withWay(member, 'password')
}

const sameContact = (
  a: { readonly value: string; readonly verified: boolean } | undefined,
  b: { readonly value: string; readonly verified: boolean } | undefined,
): boolean => a?.value === b?.value && a?.verified === b?.verified

/** What `PATCH /me` can change, by the table of fields. */
type ChangeablePart = FieldsChangedBy<'member'> | 'password'

/** Compiles only when the history has a name for each of these parts. */
const recorded: Record<Exclude<ChangeablePart, ChangedPart>, never> = {}
void recorded

function partsOf(before: Member, after: Member, { password }: Wishes): readonly ChangedPart[] {
  const hadPassword = before.ways.includes('password')
  const differs: Readonly<Record<ChangeablePart, boolean>> = {
    email: !sameContact(before.email, after.email),
    phone: !sameContact(before.phone, after.phone),
    password: password === 'chosen' || (password === 'given_up' && hadPassword),
    name: before.name !== after.name,
    birth: after.birth !== before.birth && !sameBirth(before.birth, after.birth),
    locale: before.locale !== after.locale,
    attributes: JSON.stringify(before.attributes) !== JSON.stringify(after.attributes),
  }
  return changedParts.filter((part) => differs[part])
}
