import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import type { Consent } from '../../domain/consent/consent.ts'
import {
  identityMethod,
  type LinkedIdentity,
  type LoginMethod,
  type Member,
  type OwnContact,
} from '../../domain/member/member.ts'
import type { FieldsWith } from '../../domain/member/member-fields.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Birth, Email, Phone } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { readStoredHash } from '../../passwords/stored-hash.ts'
import { FieldReader, type Person } from './field-reader.ts'
import { readConsents, readIdentities } from './linked-records.ts'
import type { Fault, Fields } from './record.ts'
import { readBirth, readMoment, readObject, readText, readTruth } from './values.ts'

/** What a file tells of one member, understood; nothing is hashed yet. */
export interface OldMember {
  readonly externalId: string
  readonly status: 'active' | 'deactivated' | 'suspended'
  readonly joinedAt: Date
  readonly name?: string
  readonly email?: OwnContact<Email>
  readonly phone?: OwnContact<Phone>
  readonly birth?: Birth
  readonly gender?: string
  readonly locale: Locale
  readonly passwordHash?: string
  readonly ci?: Person
  readonly di?: Person
  readonly identityVerifiedAt?: Date
  readonly identities: readonly LinkedIdentity[]
  readonly consents: readonly Consent[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly ways: readonly LoginMethod[]
}

/** The fields of a member that a file can tell. */
type ImportedField = Exclude<keyof Member, FieldsWith<'imported', readonly []>>
/** Compiles only when each of these fields is read from the file; `createdAt` is read as `joinedAt`. */
const read: Record<Exclude<ImportedField, keyof OldMember | 'createdAt'>, never> = {}
void read

/** What became of a record: a member, or all that is wrong with it. */
export type UnderstoodRecord =
  | { readonly kind: 'member'; readonly member: OldMember }
  | { readonly kind: 'faulty'; readonly externalId?: string; readonly faults: readonly Fault[] }

const statuses = ['active', 'deactivated', 'suspended'] as const
const calendars = ['solar', 'lunar'] as const
const locales = ['ko', 'en'] as const

const oneOf =
  <Choice extends string>(choices: readonly Choice[]) =>
  (value: unknown): Choice | undefined =>
    choices.find((choice) => choice === String(value).trim().toLowerCase())

const readAttributes = (value: unknown) => {
  const read = readObject(value)
  return read !== undefined && JSON.stringify(read).length <= 32_768 ? read : undefined
}

/** Django marks who has no password by a `!`; that is no hash, and no fault. */
const isNoPassword = (value: unknown): boolean => typeof value === 'string' && value.startsWith('!')

const readHash = (value: unknown): string | undefined =>
  typeof value === 'string' && readStoredHash(value.trim()) !== undefined ? value.trim() : undefined

/** What of the member's own lets it in. */
const waysOf = (
  identities: readonly LinkedIdentity[],
  hasPassword: boolean,
  email: OwnContact<Email> | undefined,
  phone: OwnContact<Phone> | undefined,
): readonly LoginMethod[] => [
  ...identities.map(identityMethod),
  ...(hasPassword ? (['password'] as const) : []),
  ...(email?.verified ? (['email'] as const) : []),
  ...(phone?.verified ? (['phone'] as const) : []),
]

/**
 * The password of somebody who has nothing but an address that was never verified: nobody knows it. The code door
 * takes such a member for one who forgot the password, and gives the account to whoever reads the mail.
 */
const nobodysPassword = '!'

/** Understands a record. `now` is when a member joined of whom the file does not say. */
export function readOldMember(fields: Fields, now: Date): UnderstoodRecord {
  const reading = new FieldReader(fields)
  const externalId = reading.take(
    'externalId',
    (value) => readText(value, 128),
    'is no text of 128 characters at most',
  )
  const joinedAt = reading.take('joinedAt', readMoment, 'is no time such as 2019-05-17T10:00:00Z') ?? now
  const email = reading.contact('email', parseEmail, 'is no e-mail address')
  const phone = reading.contact('phone', (value) => parsePhone(value, 'KR'), 'is no mobile number')
  const passwordHash = isNoPassword(fields.passwordHash)
    ? undefined
    : reading.take('passwordHash', readHash, 'is no hash that is understood, or asks for too much work')
  const identities = reading.all(readIdentities(fields.identities, joinedAt), [])
  const calendar = reading.take('birthCalendar', oneOf(calendars), 'is neither solar nor lunar') ?? 'solar'
  const leapMonth = reading.take('birthLeapMonth', readTruth, 'is neither true nor false')
  const known = {
    status: reading.take('status', oneOf(statuses), `is none of ${statuses.join(', ')}`) ?? 'active',
    joinedAt,
    name: reading.take(
      'name',
      (value) => readText(value, 50),
      'is no text of one line and 50 characters at most',
    ),
    email,
    phone,
    birth: reading.take(
      'birthDate',
      (value) => readBirth(value, calendar, leapMonth),
      'is no date such as 1990-02-20',
    ),
    gender: reading.take('gender', (value) => readText(value, 16), 'is no short text'),
    locale: reading.take('locale', oneOf(locales), `is none of ${locales.join(', ')}`) ?? 'ko',
    ci: reading.person('ci', 88),
    di: reading.person('di', 64),
    identityVerifiedAt: reading.take(
      'identityVerifiedAt',
      readMoment,
      'is no time such as 2019-05-17T10:00:00Z',
    ),
    identities,
    consents: reading.all(readConsents(fields.consents, joinedAt), []),
    attributes: reading.take('attributes', readAttributes, 'is no JSON object of 32 KB at most') ?? {},
  }
  const { faults } = reading
  if (externalId === undefined && faults.every(({ pointer }) => pointer !== '/externalId')) {
    faults.push({ pointer: '/externalId', detail: 'is missing: by it nobody is imported twice' })
  }
  const hasNothingElse = identities.length === 0 && passwordHash === undefined && !phone?.verified
  const isByMailAlone = hasNothingElse && email !== undefined && !email.verified
  const password = isByMailAlone ? nobodysPassword : passwordHash
  const ways = waysOf(identities, password !== undefined, email, phone)
  const isNamed = email !== undefined || phone !== undefined
  if (faults.length === 0 && !ways.some((way) => way !== 'password' || isNamed)) {
    faults.push({
      pointer: '',
      detail: 'has nothing to come in by: no address, no verified number, no identity',
    })
  }
  if (faults.length > 0 || externalId === undefined) {
    return { kind: 'faulty', ...defined({ externalId }), faults }
  }
  return { kind: 'member', member: present({ ...known, externalId, passwordHash: password, ways }) }
}

type Given<Whole> = { readonly [Name in keyof Whole]: Whole[Name] | undefined }
type Optional =
  | 'name'
  | 'email'
  | 'phone'
  | 'birth'
  | 'gender'
  | 'passwordHash'
  | 'ci'
  | 'di'
  | 'identityVerifiedAt'

/** Leaves out what is not known. */
function present(known: Omit<OldMember, Optional> & Given<Required<Pick<OldMember, Optional>>>): OldMember {
  const { name, email, phone, birth, gender, passwordHash, ci, di, identityVerifiedAt, ...always } = known
  return {
    ...always,
    ...defined({ name, email, phone, birth, gender, passwordHash, ci, di, identityVerifiedAt }),
  }
}
