import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import type { Consent } from '../../domain/consent/consent.ts'
import { leads } from '../../domain/leads/leads.ts'
import {
  identityMethod,
  type LinkedIdentity,
  type LoginMethod,
  type Member,
  type OwnContact,
  type OwnPhone,
} from '../../domain/member/member.ts'
import type { FieldsWith } from '../../domain/member/member-fields.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Birth, Email, Phone } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { readStoredHash } from '../../passwords/stored-hash.ts'
import { FieldReader, type Person } from './field-reader.ts'
import { readConsents, readIdentities } from './linked-records.ts'
import type { Fault, Fields } from './record.ts'
import { readBirth, readBoolean, readMoment, readObject, readText } from './values.ts'

/** A member in the old system, as read from a record. Nothing is hashed yet. */
export interface OldMember {
  readonly externalId: string
  readonly status: 'active' | 'deactivated' | 'suspended'
  readonly joinedAt: Date
  readonly name?: string
  readonly email?: OwnContact<Email>
  readonly phone?: OwnPhone
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

/** The fields of a member that a file can hold. */
type ImportedField = Exclude<keyof Member, FieldsWith<'imported', readonly []>>
/** Compiles only when the file is read for each of these fields; `createdAt` is read as `joinedAt`. */
const read: Record<Exclude<ImportedField, keyof OldMember | 'createdAt'>, never> = {}
void read

/** The result of reading a record: a member, or all faults. */
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

/** Django marks a missing password with `!`, which is neither a hash nor a fault. */
const isNoPassword = (value: unknown): boolean => typeof value === 'string' && value.startsWith('!')

const readHash = (value: unknown): string | undefined =>
  typeof value === 'string' && readStoredHash(value.trim()) !== undefined ? value.trim() : undefined

/** The member's own login methods. */
const loginMethodsOf = (
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

/** Reads a record. `now` is the joining time of a member without one. */
export function readOldMember(fields: Fields, now: Date): UnderstoodRecord {
  const reading = new FieldReader(fields)
  const externalId = reading.take(
    'externalId',
    (value) => readText(value, 128),
    'must be text of at most 128 characters',
  )
  const joinedAt = reading.take('joinedAt', readMoment, 'must be a time such as 2019-05-17T10:00:00Z') ?? now
  const email = reading.contact('email', parseEmail, 'must be an e-mail address')
  const phone = phoneOf(reading)
  const passwordHash = isNoPassword(fields.passwordHash)
    ? undefined
    : reading.take(
        'passwordHash',
        readHash,
        'has an unknown password hash format, or parameters that cost too much',
      )
  const identities = reading.all(readIdentities(fields.identities, joinedAt), [])
  const calendar = reading.take('birthCalendar', oneOf(calendars), 'must be solar or lunar') ?? 'solar'
  const leapMonth = reading.take('birthLeapMonth', readBoolean, 'must be true or false')
  const known = {
    status: reading.take('status', oneOf(statuses), `must be one of ${statuses.join(', ')}`) ?? 'active',
    joinedAt,
    name: reading.take('name', (value) => readText(value, 50), 'must be one line of at most 50 characters'),
    email,
    phone,
    birth: reading.take(
      'birthDate',
      (value) => readBirth(value, calendar, leapMonth),
      'must be a date such as 1990-02-20',
    ),
    gender: reading.take('gender', (value) => readText(value, 16), 'must be text of at most 16 characters'),
    locale: reading.take('locale', oneOf(locales), `must be one of ${locales.join(', ')}`) ?? 'ko',
    ci: reading.person('ci', 88),
    di: reading.person('di', 64),
    identityVerifiedAt: reading.take(
      'identityVerifiedAt',
      readMoment,
      'must be a time such as 2019-05-17T10:00:00Z',
    ),
    identities,
    consents: reading.all(readConsents(fields.consents, joinedAt), []),
    attributes: reading.take('attributes', readAttributes, 'must be a JSON object of at most 32 KB') ?? {},
  }
  const ways = loginMethodsOf(identities, passwordHash !== undefined, email, phone)
  const faults = faultsOf(reading.faults, externalId, { ways, ...defined({ email, phone }) })
  if (faults.length > 0 || externalId === undefined) {
    return { kind: 'faulty', ...defined({ externalId }), faults }
  }
  return { kind: 'member', member: present({ ...known, externalId, passwordHash, ways }) }
}

/** The number, and the time of its proof if it is verified. */
function phoneOf(reading: FieldReader): OwnPhone | undefined {
  const phone = reading.contact('phone', (value) => parsePhone(value, 'KR'), 'must be a mobile number')
  const provenAt = reading.take('phoneVerifiedAt', readMoment, 'must be a time such as 2019-05-17T10:00:00Z')
  return phone && { ...phone, ...(phone.verified && defined({ provenAt })) }
}

/** The faults of a record: those of its values, a missing id, and a member to whom nothing leads. */
function faultsOf(
  faults: readonly Fault[],
  externalId: string | undefined,
  member: Parameters<typeof leads>[0],
): readonly Fault[] {
  if (externalId === undefined && faults.every(({ pointer }) => pointer !== '/externalId')) {
    return [...faults, { pointer: '/externalId', detail: 'is required: the id prevents a second import' }]
  }
  if (faults.length > 0 || leads(member).length > 0) return faults
  return [{ pointer: '', detail: 'has nothing that leads to it: no address, no number, no identity' }]
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

/** Omits unknown values. */
function present(known: Omit<OldMember, Optional> & Given<Required<Pick<OldMember, Optional>>>): OldMember {
  const { name, email, phone, birth, gender, passwordHash, ci, di, identityVerifiedAt, ...required } = known
  return {
    ...required,
    ...defined({ name, email, phone, birth, gender, passwordHash, ci, di, identityVerifiedAt }),
  }
}
