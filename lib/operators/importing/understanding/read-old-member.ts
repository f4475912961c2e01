import { parseLoginId } from '../../../contacts/login-id.ts'
import type { Consent } from '../../../domain/consent/consent.ts'
import {
  identityMethod,
  type LinkedIdentity,
  type LoginMethod,
  type OwnContact,
  type OwnPhone,
} from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Birth, Email, Phone } from '../../../domain/values/evidence.ts'
import type { ImportedPassword } from '../../../passwords/imported/imported-password.ts'
import { readImportedPassword, shapeOfHash } from '../../../passwords/imported/read-imported-password.ts'
import type { FaultText } from '../reading/fault-text.ts'
import type { Fault, Fields } from '../reading/record.ts'
import { readBirth } from './birth.ts'
import { readEmail, readPhone } from './contacts.ts'
import { FieldReader } from './field-reader.ts'
import { readConsents, readIdentities } from './linked-records.ts'
import { hasLead, type OldMember, present } from './old-member.ts'
import { type ValueRules, wordOf } from './rules.ts'
import { readObject } from './structures.ts'
import { asText, exactText, readExternalId, readName, readText } from './text.ts'
import { isZeroDate } from './time.ts'
import { usualStatusOption } from './usual-words.ts'

/** The result of understanding a record: a member with the faults of values that were left out, or all faults. */
export type UnderstoodRecord =
  | { readonly kind: 'member'; readonly member: OldMember; readonly warnings: readonly Fault[] }
  | { readonly kind: 'faulty'; readonly externalId?: string; readonly faults: readonly Fault[] }

const statuses = ['active', 'deactivated', 'suspended'] as const
const calendars = ['solar', 'lunar'] as const
const locales = ['ko', 'en'] as const

const oneOf =
  <Choice extends string>(choices: readonly Choice[], rules: Pick<ValueRules, 'words'>) =>
  (value: unknown): Choice | undefined =>
    choices.find((choice) => choice === wordOf(value, rules))

const readAttributes = (value: unknown) => {
  const read = readObject(value)
  return read !== undefined && JSON.stringify(read).length <= 32_768 ? read : undefined
}

/** The language of `ko_KR.UTF-8` or `en-US`. */
const languageOf = (value: unknown): string =>
  String(value)
    .trim()
    .replace(/^([a-z]{2})[-_].*$/i, '$1')

/** Django marks a missing password with `!`, which is neither a hash nor a fault. */
const isNoPassword = (value: unknown): boolean => typeof value === 'string' && value.trim().startsWith('!')

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

/** A record as read from a file, less what only its reader needs. */
export interface RecordValues {
  readonly fields: Fields
  readonly faults?: readonly Fault[]
}

/**
 * Understands a record. A value that is not understood is left out and its fault told. A record is faulty
 * without an id, with a status or an answer to terms that nobody understands, and without anything that leads
 * to its member.
 */
export function readOldMember({ fields, faults = [] }: RecordValues, rules: ValueRules): UnderstoodRecord {
  const reading = new FieldReader(fields, faults, rules)
  const externalId = readExternalId(reading.sound('externalId'))
  const status = reading.sound('status')
  // A status that is damaged may have been that of a suspended member.
  const known = reading.isFaulty('status') ? undefined : oneOf(statuses, rules)(status ?? 'active')
  const joinedAt = reading.moment('joinedAt') ?? rules.now
  const consents = readConsents(reading.sound('consents'), joinedAt, rules)
  const member = memberOf(reading, joinedAt, consents.values)
  const ways = loginMethodsOf(member.identities, member.password !== undefined, member.email, member.phone)
  const fatal = [
    ...(externalId === undefined ? [badId(fields)] : []),
    ...(known === undefined ? [unknownStatus(wordOf(status, rules))] : []),
    ...consents.unknownAnswers,
    ...(hasLead({ ...member, ways }) ? [] : [noLead]),
  ]
  const warnings = [...reading.faults, ...consents.faults]
  if (fatal.length > 0 || externalId === undefined || known === undefined) {
    return { kind: 'faulty', ...defined({ externalId }), faults: [...fatal, ...warnings] }
  }
  return { kind: 'member', member: present({ ...member, externalId, status: known, ways }), warnings }
}

/** A usual word stands in the fault as the option that may be meant. Another word is the member's own, and does not. */
const unknownStatus = (word: string): Fault => ({
  pointer: '/status',
  detail: `must be one of ${statuses.join(', ')}. Say what a word means by ${usualStatusOption(word) ?? '--map-value WORD=suspended'}`,
})

const noLead: Fault = {
  pointer: '',
  detail: 'has nothing that leads to it: no address, no number, no identity',
}

const badId = ({ externalId }: Fields): Fault => ({
  pointer: '/externalId',
  detail:
    externalId === undefined
      ? 'is required: the id prevents a second import'
      : 'must be text of at most 128 characters, and no number that a spreadsheet has shortened',
})

/** The values of a member. Those that are not understood are absent. */
function memberOf(reading: FieldReader, joinedAt: Date, consents: readonly Consent[]) {
  const { rules } = reading
  const identities = readIdentities(reading.sound('identities'), joinedAt, rules)
  reading.faults.push(...identities.faults)
  return {
    joinedAt,
    name: reading.take('name', readName, 'must be one line of at most 50 characters that shows something'),
    nickname: reading.take('nickname', readName, 'must be one line of at most 50 characters'),
    loginId: reading.take(
      'loginId',
      (value) => parseLoginId(asText(value)),
      'must have letters, digits and ._- alone, and not read as a number',
    ),
    email: reading.contact('email', readEmail, 'must be an e-mail address'),
    phone: phoneOf(reading),
    birth: birthOf(reading),
    gender: reading.take('gender', (value) => readText(value, 16), 'must be text of at most 16 characters'),
    locale:
      reading.take(
        'locale',
        (value) => oneOf(locales, rules)(languageOf(value)),
        `must be one of ${locales.join(', ')}`,
      ) ?? ('ko' as const),
    password: passwordOf(reading),
    ci: reading.person('ci', 88),
    di: reading.person('di', 64),
    identityVerifiedAt: reading.moment('identityVerifiedAt'),
    identities: identities.values,
    consents,
    attributes: reading.take('attributes', readAttributes, 'must be a JSON object of at most 32 KB') ?? {},
  }
}

/** A hash without blanks around it. What follows Spring's `{noop}` is the password itself, with its blanks. */
const readHash = (value: unknown): string | undefined => {
  const [, plain] = /^\s*(\{noop\}.*)$/s.exec(typeof value === 'string' ? value : '') ?? []
  return plain ?? asText(value)
}

/** The password, by its hash and the columns that say how it was made. */
function passwordOf(reading: FieldReader): ImportedPassword | undefined {
  const hash = isNoPassword(reading.written('passwordHash'))
    ? undefined
    : readHash(reading.sound('passwordHash'))
  const scheme = reading.take('passwordScheme', (value) => readText(value, 200), 'must be one line')
  const salt = reading.take('passwordSalt', exactText, 'must be text')
  if (hash === undefined) return undefined
  if (reading.isFaulty('passwordScheme') || reading.isFaulty('passwordSalt')) {
    const detail = 'is left out: what says how it was made is not understood'
    reading.faults.push({ pointer: '/passwordHash', detail })
    return undefined
  }
  const password = readImportedPassword({ hash, ...defined({ scheme, salt }) })
  if (password === undefined) {
    const detail: FaultText = `is a hash that nobody here knows, or costs too much: ${shapeOfHash(hash)}`
    reading.faults.push({ pointer: '/passwordHash', detail })
  }
  return password
}

/** The birth date. A date of an unknown calendar is left out, since it may be another day. */
function birthOf(reading: FieldReader): Birth | undefined {
  const written = reading.written('birthCalendar')
  const calendar = reading.take('birthCalendar', oneOf(calendars, reading.rules), 'must be solar or lunar')
  const leapMonth = reading.flag('birthLeapMonth')
  if (isZeroDate(reading.written('birthDate'))) return undefined
  const birth = reading.take(
    'birthDate',
    (value) => {
      const read = readBirth(value, calendar ?? 'solar', leapMonth)
      return (read?.year ?? 0) > reading.rules.now.getUTCFullYear() ? undefined : read
    },
    'must be a date such as 1990-02-20',
  )
  return written !== undefined && calendar === undefined ? undefined : birth
}

/** The number, and the time of its proof if it is verified. */
function phoneOf(reading: FieldReader): OwnPhone | undefined {
  const phone = reading.contact('phone', readPhone, 'must be a mobile number of today (010)')
  const provenAt = reading.moment('phoneVerifiedAt')
  return phone && { ...phone, ...(phone.verified && defined({ provenAt })) }
}
