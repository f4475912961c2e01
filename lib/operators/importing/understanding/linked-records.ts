import type { Consent } from '../../../domain/consent/consent.ts'
import type { LinkedIdentity } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import { isProviderId, providerIds } from '../../../domain/values/identity.ts'
import type { FaultText } from '../reading/fault-text.ts'
import type { Fault } from '../reading/record.ts'
import { readBoolean } from './boolean.ts'
import { badTime } from './field-reader.ts'
import type { ValueRules } from './rules.ts'
import { readList, readObject } from './structures.ts'
import { readSubject } from './subject.ts'
import { asText, readText } from './text.ts'
import { isZeroTime, readPast } from './time.ts'

/** A transaction has a hundred writes. Entries beyond these are left out. */
const maxEntries = { identities: 10, consents: 30 } as const

/** Entries of a list that are understood, and what is wrong with the others. */
export interface ReadEntries<Value> {
  readonly values: readonly Value[]
  readonly faults: readonly Fault[]
}

/** An entry, with the faults of parts that were left out of it, or what is wrong with it. */
type Entry<Value> =
  | { readonly value: Value; readonly within?: readonly Fault[] }
  | { readonly detail: FaultText }

const isAbsent = (field: unknown): boolean => field === undefined || field === null || field === ''

function readEach<Value>(
  field: unknown,
  name: 'identities' | 'consents',
  read: (part: unknown) => Entry<Value>,
): ReadEntries<Value> {
  if (isAbsent(field)) return { values: [], faults: [] }
  const list = readList(field)
  if (list === undefined) return { values: [], faults: [{ pointer: `/${name}`, detail: 'must be a list' }] }
  const max = maxEntries[name]
  const tooMany: Entry<Value> = { detail: `is more than the ${max} entries that a member may have` }
  const entries = list.map((part, index) => ({
    pointer: `/${name}/${index}`,
    ...(index < max ? read(part) : tooMany),
  }))
  return {
    values: entries.flatMap((entry) => ('value' in entry ? [entry.value] : [])),
    faults: entries.flatMap((entry) =>
      'detail' in entry
        ? [entry]
        : (entry.within ?? []).map((fault) => ({ ...fault, pointer: entry.pointer + fault.pointer })),
    ),
  }
}

const badSubject =
  "must have a subject in the provider's own form: a spreadsheet may have shortened the number"

/** How `GET /me` and an export mark an identity whose connection the provider has ended. */
export const endedState = 'unlinked_by_provider'

/** The parts of an identity: `kakao:1234567890`, or `{"provider", "subject", "linkedAt", "label"}`. */
function identityParts(part: unknown): Readonly<Record<string, unknown>> {
  const [, provider, subject] =
    /^\s*([a-z]+)\s*:\s*(\S+)\s*$/i.exec(typeof part === 'string' ? part : '') ?? []
  return provider === undefined ? (readObject(part) ?? {}) : { provider: provider.toLowerCase(), subject }
}

/**
 * Reads identities. `joinedAt` is the default time. An entry that is not understood is left out, and so is its time or label.
 */
export function readIdentities(
  field: unknown,
  joinedAt: Date,
  rules: Pick<ValueRules, 'now' | 'timeZone'>,
): ReadEntries<LinkedIdentity> {
  const seen = new Set<string>()
  return readEach(field, 'identities', (part) => {
    const { provider, subject: written, linkedAt: at, label: shown, state } = identityParts(part)
    if (!isProviderId(provider)) return { detail: `must have a provider: ${providerIds.join(', ')}` }
    const subject = readSubject(provider, written)
    if (subject === undefined) return { detail: badSubject }
    if (state === endedState) return { detail: 'has ended at its provider, so it signs nobody in' }
    if (seen.size === seen.add(`${provider}:${subject}`).size) return { detail: 'must not occur twice' }
    const [linkedAt, label] = [readPast(at, rules), readText(shown, 100)]
    const isBadTime = linkedAt === undefined && !isAbsent(at) && !isZeroTime(at)
    const within: readonly Fault[] = [
      ...(isBadTime ? [{ pointer: '/linkedAt', detail: badTime } as const] : []),
      ...(label === undefined && !isAbsent(shown)
        ? [{ pointer: '/label', detail: 'must be one line' } as const]
        : []),
    ]
    return { value: { provider, subject, ...defined({ label }), linkedAt: linkedAt ?? joinedAt }, within }
  })
}

const tagForm = /^[A-Za-z0-9_.-]{1,64}$/
const versionForm = /^[\x21-\x7e]{1,64}$/

/** The parts of a consent: `marketing:2024-01:yes:2024-03-01T00:00:00Z`, or `{"tag", "version", "agreed", "at"}`. */
function consentParts(part: unknown): Readonly<Record<string, unknown>> {
  const [, tag, version, agreed, at] =
    /^([^:]+):([^:]+):([^:]+)(?::(.+))?$/.exec(typeof part === 'string' ? part : '') ?? []
  return tag === undefined ? (readObject(part) ?? {}) : { tag, version, agreed, at }
}

/** Consents, and the faults that leave no doubt but that an answer is unknown. */
export interface ReadConsents extends ReadEntries<Consent> {
  /** Answers that nobody can understand. A member must not be imported with a guessed answer to terms. */
  readonly unknownAnswers: readonly Fault[]
}

const unknownAnswer = 'must say yes or no. Say what a word means by --map-value WORD=yes'

/**
 * Reads consents. `joinedAt` is the default time. An entry without an answer is absent; one without a readable
 * tag, version or time is left out.
 */
export function readConsents(field: unknown, joinedAt: Date, rules: ValueRules): ReadConsents {
  const { values, faults } = readEach<Consent | undefined>(field, 'consents', (part) => {
    const { tag, version, agreed: answer, at: when } = consentParts(part)
    if (isAbsent(answer) && tag !== undefined) return { value: undefined }
    const agreed = readBoolean(answer, rules)
    const at = isAbsent(when) || isZeroTime(when) ? joinedAt : readPast(when, rules)
    if (typeof tag !== 'string' || !tagForm.test(tag))
      return { detail: 'must have a tag of letters, digits, dots and dashes' }
    const named = asText(version)
    if (named === undefined || !versionForm.test(named)) return { detail: 'must have a version' }
    if (agreed === undefined) return { detail: unknownAnswer }
    if (at === undefined) return { detail: 'must be a time such as 2019-05-17T10:00:00Z' }
    return { value: { tag, version: named, agreed, at, source: 'import' } }
  })
  return {
    values: values.flatMap((consent) => consent ?? []),
    faults: faults.filter(({ detail }) => detail !== unknownAnswer),
    unknownAnswers: faults.filter(({ detail }) => detail === unknownAnswer),
  }
}
