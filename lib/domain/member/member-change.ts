import { type ChangedPart, changedParts } from '../history/audit.ts'
import { isSameContact } from '../leads/contact.ts'
import { mayGiveUpPassword, mayHavePassword } from '../leads/last-lead.ts'
import type { JudgedAt } from '../leads/lead.ts'
import { hasPassword } from '../leads/leads.ts'
import { isOffered } from '../leads/opens.ts'
import { withPassword, withProvenContact } from '../leads/with.ts'
import { withoutNeverProven, withoutPassword } from '../leads/without.ts'
import { sameBirth } from '../values/birth.ts'
import { defined } from '../values/defined.ts'
import type { Birth, Gender } from '../values/evidence.ts'
import type { Bilingual, Locale } from '../values/locale.ts'
import { Problem } from '../values/problem.ts'
import type { Address } from '../values/verification.ts'
import { type Attributes, mergedAttributes } from './attributes.ts'
import type { Member } from './member.ts'
import type { FieldsChangedBy } from './member-fields.ts'

/** A signed-in member's wishes. Absent values stay. */
export interface Wishes {
  /** An address proven by code. */
  readonly contact?: Address | undefined
  readonly password?: 'chosen' | 'given_up' | undefined
  readonly name?: string | undefined
  readonly nickname?: string | undefined
  readonly birth?: Birth | undefined
  readonly gender?: Gender | undefined
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
export function changeOf(before: Member, wishes: Wishes, at: JudgedAt): MemberChange {
  const profiled = withProfile(withContact(before, wishes.contact, at), wishes)
  const after = afterPassword(profiled, wishes.password, at)
  const changed = partsOf(before, after, wishes)
  return { before, after, changed, endsOthers: changed.some((part) => sensitive.has(part)) }
}

function withContact(member: Member, contact: Address | undefined, at: JudgedAt): Member {
  if (contact === undefined) return member
  return withProvenContact(withoutNeverProven(member), contact, at.now, at)
}

const withProfile = (
  member: Member,
  { name, nickname, birth, gender, locale, attributes }: Wishes,
): Member => ({
  ...member,
  ...defined({
    name,
    nickname,
    birth,
    gender,
    locale,
    attributes: attributes && mergedAttributes(member.attributes, attributes),
  }),
})

/** Why a member may not have a password; undefined if the member may. */
function passwordFault(member: Member, at: JudgedAt): Bilingual | undefined {
  if (!isOffered(['password'], at)) {
    return { ko: '이 서비스는 비밀번호로 로그인하지 않습니다.', en: 'signs nobody in at this service' }
  }
  return mayHavePassword(member)
    ? undefined
    : {
        ko: '이메일이나 휴대전화 번호를 먼저 등록해 주세요.',
        en: 'needs an e-mail address or a phone number first',
      }
}

function afterPassword(member: Member, wish: Wishes['password'], at: JudgedAt): Member {
  switch (wish) {
    case undefined:
      return member
    case 'given_up':
      if (!hasPassword(member)) return member
      if (!mayGiveUpPassword(member, at)) throw new Problem('last_login_method')
      return withoutPassword(member)
    case 'chosen': {
      const detail = passwordFault(member, at)
      if (detail === undefined) return withPassword(member)
      throw new Problem('invalid_request', { errors: [{ pointer: '/password', detail }] })
    }
    default:
      return wish satisfies never
  }
}

/** What `PATCH /me` can change, by the table of fields. */
type ChangeablePart = FieldsChangedBy<'member'> | 'password'

/** Compiles only when the history has a name for each of these parts. */
const recorded: Record<Exclude<ChangeablePart, ChangedPart>, never> = {}
void recorded

function partsOf(before: Member, after: Member, { password }: Wishes): readonly ChangedPart[] {
  const differs: Readonly<Record<ChangedPart, boolean>> = {
    email: !isSameContact(before.email, after.email),
    phone: !isSameContact(before.phone, after.phone),
    password: password === 'chosen' || (password === 'given_up' && hasPassword(before)),
    name: before.name !== after.name,
    nickname: before.nickname !== after.nickname,
    birth: after.birth !== before.birth && !sameBirth(before.birth, after.birth),
    gender: before.gender !== after.gender,
    locale: before.locale !== after.locale,
    attributes: JSON.stringify(before.attributes) !== JSON.stringify(after.attributes),
    // Doors of their own add and remove them.
    passkeys: false,
  }
  return changedParts.filter((part) => differs[part])
}
