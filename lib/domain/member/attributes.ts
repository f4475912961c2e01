import type { Bilingual } from '../values/locale.ts'
import { type InputFault, refuseFaults } from '../values/problem.ts'

/** A service's own data about a member, as one JSON object. */
export type Attributes = Readonly<Record<string, unknown>>

/** A registration item of the service's own schema, as listed in `missing`. */
export type AttributeItem = `attributes.${string}`

/** The rules of a stage's attribute schema. */
export interface AttributeRules {
  /** The attributes that a registration requires. */
  readonly required: readonly string[]
  /** The attributes that hold one upload key or a list of them. */
  readonly uploads: readonly string[]
  /** The faults below `/attributes`, with messages in every language; empty for valid attributes. */
  faults(attributes: Attributes): readonly InputFault[]
}

/**
 * The limit for JSON in UTF-8. The member's item contains the attributes, so
 * every sign-in pays for their size.
 */
const maxBytes = 8 * 1024

const tooLarge: Bilingual = {
  ko: '전체 크기는 8KB를 넘을 수 없습니다.',
  en: 'must not be larger than 8 KB in total',
}

const isTooLarge = (attributes: Attributes): boolean =>
  new TextEncoder().encode(JSON.stringify(attributes)).length > maxBytes

/** The attributes that a sign-up requires, as listed in `missing`. */
export const requiredAttributes = ({ required }: AttributeRules): readonly AttributeItem[] =>
  required.map((name): AttributeItem => `attributes.${name}`)

/** The faults of attributes by the stage's schema. */
export const attributeFaults = (rules: AttributeRules, given: Attributes): readonly InputFault[] =>
  isTooLarge(given) ? [{ pointer: '/attributes', detail: tooLarge }] : rules.faults(given)

/** Gives attributes that satisfy the stage's schema. Throws `invalid_request` with one error per fault. */
export function checkAttributes(rules: AttributeRules, given: Attributes): Attributes {
  refuseFaults(attributeFaults(rules, given))
  return given
}

/**
 * Merges a change into attributes (RFC 7396, at the top level only): `null` removes an attribute, any other
 * value replaces it completely, and unnamed attributes stay.
 */
export function mergedAttributes(before: Attributes, change: Attributes): Attributes {
  const all = { ...before, ...change }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}
