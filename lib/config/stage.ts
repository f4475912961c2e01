import * as v from 'valibot'
import type { Term } from '../domain/consent/consent.ts'
import { type ClosingPolicy, defaultClosing } from '../domain/leaving/closing-policy.ts'
import { tokenClaims } from '../domain/member/token-claims.ts'
import { type Client, clientFaults, isSafeOrigin } from '../domain/values/client.ts'
import { defined } from '../domain/values/defined.ts'
import { items } from '../domain/values/evidence.ts'
import { type ClientId, isClientId } from '../domain/values/ids.ts'
import { defaultSessionLifetimes, type SessionLifetimes } from '../domain/values/lifetimes.ts'
import { defaultSmsPolicy, type SmsPolicy } from '../domain/values/sms-policy.ts'
import {
  defaultPolicy,
  fullItems,
  type MatchPolicy,
  partialItems,
  policyFaults,
} from '../domain/visit/match-policy.ts'
import { dummyHashFor } from '../passwords/dummy-hash.ts'

/** Variables by name, as the process or the stage's secret gives them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** A setting that is missing or malformed: the message names the variable and never shows a secret. */
export class ConfigurationError extends Error {
  constructor(variable: string, fault: string) {
    super(`${variable}: ${fault}`)
    this.name = 'ConfigurationError'
  }
}

/** What a stage says of itself in plain variables; nothing secret. */
export interface StageSettings {
  readonly origin: string
  readonly clients: readonly Client[]
  readonly policy: MatchPolicy
  readonly terms: readonly Term[]
  readonly sessions: SessionLifetimes
  readonly sms: SmsPolicy
  readonly closing: ClosingPolicy
  /** The client's page that a reactivation mail leads to; absent when there is no web client either. */
  readonly reactivationUrl?: string
  /** What the password hashes cost that came from an old system, such as `bcrypt:12`; the dearest of them. */
  readonly oldPasswords?: string
}

const clientSchema = v.strictObject({
  id: v.custom<ClientId>(isClientId, 'must be letters, digits, dots, dashes'),
  type: v.picklist(['web', 'mobile']),
  redirectUris: v.optional(v.array(v.string()), []),
  origins: v.optional(v.array(v.string()), []),
  allowPrivateUseScheme: v.optional(v.boolean(), false),
})

const policySchema = v.strictObject({
  full: v.optional(v.array(v.picklist(fullItems)), [...defaultPolicy.full]),
  consider: v.optional(v.array(v.picklist(partialItems)), [...defaultPolicy.consider]),
  requiredItems: v.optional(v.array(v.picklist(items)), [...defaultPolicy.requiredItems]),
  verifiedItems: v.optional(v.array(v.picklist(items)), [...defaultPolicy.verifiedItems]),
  siblingTags: v.optional(v.array(v.string()), [...defaultPolicy.siblingTags]),
  minimumAge: v.optional(v.number(), defaultPolicy.minimumAge),
  tokenClaims: v.optional(v.array(v.picklist(tokenClaims)), [...defaultPolicy.tokenClaims]),
})

const titleSchema = v.union([
  v.pipe(
    v.string(),
    v.transform((title) => ({ ko: title, en: title })),
  ),
  v.strictObject({ ko: v.string(), en: v.string() }),
])
const termSchema = v.strictObject({
  // Becomes the middle of a key, so it may hold no separator.
  tag: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,64}$/)),
  version: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,64}$/)),
  title: titleSchema,
  required: v.boolean(),
  url: v.pipe(v.string(), v.url()),
})

const days = v.pipe(v.number(), v.minValue(1), v.maxValue(3650))
const wholeDays = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650))
const sessionSchema = v.pipe(
  v.strictObject({ idleDays: days, totalDays: days }),
  v.transform(({ idleDays, totalDays }) => ({
    idleSeconds: idleDays * 86_400,
    totalSeconds: totalDays * 86_400,
  })),
)

const budget = v.pipe(v.number(), v.integer(), v.minValue(1))
const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code'))
const smsSchema = v.pipe(
  v.strictObject({
    countries: v.optional(v.pipe(v.array(country), v.minLength(1)), [...defaultSmsPolicy.countries]),
    perHour: v.optional(budget, defaultSmsPolicy.perHour),
    perDay: v.optional(budget, defaultSmsPolicy.perDay),
    recycledAfterDays: v.optional(days, defaultSmsPolicy.recycledAfterSeconds / 86_400),
    region: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/))),
  }),
  v.transform(({ recycledAfterDays, ...rest }) => ({
    ...rest,
    recycledAfterSeconds: recycledAfterDays * 86_400,
  })),
)
const closingSchema = v.strictObject({
  graceDays: v.optional(wholeDays, defaultClosing.graceDays),
  rejoinAfterDays: v.optional(wholeDays, defaultClosing.rejoinAfterDays),
})

/** A variable that must be there. Throws `ConfigurationError`. */
export function required(variables: Variables, name: string): string {
  const value = variables[name]
  if (value === undefined || value === '') throw new ConfigurationError(name, 'is not set')
  return value
}

/** A variable that may be missing; an empty one counts as missing. */
export function optional(variables: Variables, name: string): string | undefined {
  const value = variables[name]
  return value === '' ? undefined : value
}

function json<Schema extends v.GenericSchema>(
  variables: Variables,
  name: string,
  schema: Schema,
): v.InferOutput<Schema> | undefined {
  const text = optional(variables, name)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ConfigurationError(name, 'is not JSON')
  }
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new ConfigurationError(name, `${v.getDotPath(issue) ?? '(whole)'}: ${issue.message}`)
}

/** An origin such as `https://auth.example.com`: https, or http on loopback. Throws `ConfigurationError`. */
export function origin(variables: Variables, name: string): string | undefined {
  const text = optional(variables, name)
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSafeOrigin(url) || url.origin !== text) {
    throw new ConfigurationError(name, 'must be an https origin without a path')
  }
  return text
}

/**
 * The page of a client that the link of a mail leads to; by default the first redirect URI of the first web client.
 * The token goes into the fragment, so the page must come without one. Throws `ConfigurationError`.
 */
function reactivationPage(variables: Variables, clients: readonly Client[]): string | undefined {
  const name = 'IEUM_REACTIVATION_URL'
  const text = optional(variables, name)
  if (text === undefined) return clients.find(({ type }) => type === 'web')?.redirectUris[0]
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSafeOrigin(url) || text.includes('#')) {
    throw new ConfigurationError(name, 'must be an https address without a fragment')
  }
  return text
}

/** Throws `ConfigurationError` for a cost that no stored hash can have. */
function oldPasswords(variables: Variables): string | undefined {
  const name = 'IEUM_OLD_PASSWORDS'
  const cost = optional(variables, name)
  if (cost === undefined || dummyHashFor(cost) !== undefined) return cost
  throw new ConfigurationError(name, 'must be a scheme with its cost, such as bcrypt:12')
}

function sound<Value>(name: string, value: Value, faults: readonly string[]): Value {
  const [fault] = faults
  if (fault !== undefined) throw new ConfigurationError(name, fault)
  return value
}

/** Reads what the stage decided. Throws `ConfigurationError` for whatever could not be meant. */
export function readStage(variables: Variables): StageSettings {
  required(variables, 'IEUM_ORIGIN')
  const clients = json(variables, 'IEUM_CLIENTS', v.array(clientSchema)) ?? []
  const policy = json(variables, 'IEUM_POLICY', policySchema) ?? defaultPolicy
  const reactivationUrl = reactivationPage(variables, clients)
  const oldCost = oldPasswords(variables)
  return {
    origin: origin(variables, 'IEUM_ORIGIN') ?? '',
    clients: sound('IEUM_CLIENTS', clients, clients.flatMap(clientFaults)),
    policy: sound('IEUM_POLICY', policy, policyFaults(policy)),
    terms: json(variables, 'IEUM_TERMS', v.array(termSchema)) ?? [],
    sessions: json(variables, 'IEUM_SESSIONS', sessionSchema) ?? defaultSessionLifetimes,
    sms: json(variables, 'IEUM_SMS', smsSchema) ?? defaultSmsPolicy,
    closing: json(variables, 'IEUM_CLOSING', closingSchema) ?? defaultClosing,
    ...defined({ reactivationUrl, oldPasswords: oldCost }),
  }
}
