import * as v from 'valibot'
import type { Answer } from './caller.ts'

/** A text field of an answer. Throws with the whole answer, which is what one wants to see then. */
export function textIn({ status, body, text }: Answer, name: string): string {
  const value = body[name]
  if (typeof value === 'string') return value
  throw new Error(`no ${name} in ${status} ${text}`)
}

const outcomeSchema = v.object({
  identity: v.optional(v.object({ provider: v.string(), subject: v.string() })),
  terms: v.optional(
    v.array(v.object({ tag: v.string(), version: v.string(), agreed: v.optional(v.boolean()) })),
    [],
  ),
})

/** The provider and subject that an outcome named. */
export const identityIn = (outcome: Answer['body']) => v.parse(outcomeSchema, outcome).identity ?? {}

/** A yes to every term that an outcome asked for and the provider had no yes to. */
export const consentsIn = (outcome: Answer['body']) =>
  v
    .parse(outcomeSchema, outcome)
    .terms.filter(({ agreed }) => agreed !== true)
    .map(({ tag, version }) => ({ tag, version, agreed: true }))

/** A query string; fields that are `undefined` are left out. */
export function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const present = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(present).toString()
}
