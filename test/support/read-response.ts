import * as v from 'valibot'
import type { TestResponse } from './caller.ts'

/** A text field of a response. Throws with the whole response. */
export function textIn({ status, body, text }: TestResponse, name: string): string {
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

/** The provider and subject of an outcome. */
export const identityIn = (outcome: TestResponse['body']) => v.parse(outcomeSchema, outcome).identity ?? {}

/** Consent to every term of an outcome that the provider reported no consent for. */
export const consentsIn = (outcome: TestResponse['body']) =>
  v
    .parse(outcomeSchema, outcome)
    .terms.filter(({ agreed }) => agreed !== true)
    .map(({ tag, version }) => ({ tag, version, agreed: true }))

/** A query string. Fields that are `undefined` are left out. */
export function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const present = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(present).toString()
}

const termsSchema = v.object({
  terms: v.array(v.object({ tag: v.string(), version: v.string(), required: v.boolean() })),
})

/** The terms in force, from `GET /terms`. */
export const termsIn = (response: TestResponse) => v.parse(termsSchema, response.body).terms

/** The six digits in the newest message to an address. Throws when there are none. */
export function codeIn(
  messages: readonly { readonly to: string; readonly text?: string }[],
  to: string,
): string {
  const text = messages.findLast((message) => message.to === to)?.text ?? ''
  const code = /^[0-9]{6}$/m.exec(text)?.[0]
  if (code === undefined) throw new Error(`no message to ${to} has a code in it`)
  return code
}
