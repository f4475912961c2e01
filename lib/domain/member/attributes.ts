import type { Locale } from '../values/locale.ts'
import { type InputFault, Problem } from '../values/problem.ts'

/** What a service wants to know of its members beyond what signing in needs, as one JSON object. */
export type Attributes = Readonly<Record<string, unknown>>

/** A registration item of the service's own, as `missing` names it. */
export type AttributeItem = `attributes.${string}`

/** What a stage's schema says of attributes. */
export interface AttributeRules {
  /** The attributes without which nobody registers. */
  readonly required: readonly string[]
  /** The attributes that hold keys of uploads: one key, or a list of them. */
  readonly uploads: readonly string[]
  /** What is wrong, below `/attributes`, in the words of a language; empty when nothing is. */
  faults(attributes: Attributes, locale: Locale): readonly InputFault[]
}

/** As JSON in UTF-8. It is part of the member, and every sign-in pays for the size of what it checks. */
const maxBytes = 8 * 1024

const tooLarge: Readonly<Record<Locale, string>> = {
  ko: '전체 크기는 8KB를 넘을 수 없습니다.',
  en: 'must not be larger than 8 KB in total',
}

const isTooLarge = (attributes: Attributes): boolean =>
  new TextEncoder().encode(JSON.stringify(attributes)).length > maxBytes

/** The attributes that a sign-up needs, by the names that `missing` has for them. */
export const requiredAttributes = ({ required }: AttributeRules): readonly AttributeItem[] =>
  required.map((name): AttributeItem => `attributes.${name}`)

/** Gives attributes back that keep the stage's schema. Throws `invalid_request` with one error per fault. */
export function checkAttributes(rules: AttributeRules, given: Attributes, locale: Locale): Attributes {
  const errors = isTooLarge(given)
    ? [{ pointer: '/attributes', detail: tooLarge[locale] }]
    : rules.faults(given, locale)
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  return given
}

/**
 * Attributes after a change (RFC 7396, for the top level alone): `null` takes an attribute away, any other value
 * replaces it as a whole, and what is not named stays.
 */
export function mergedAttributes(before: Attributes, change: Attributes): Attributes {
  const all = { ...before, ...change }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}
