import * as v from 'valibot'
import { openapi } from '../../http/openapi/openapi.ts'
import type { LocalResponse } from './exchange.ts'

/** What says in a problem (RFC 9457) what a refusal was about. */
const problemSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    detail: v.string(),
    errors: v.optional(v.array(v.object({ pointer: v.string(), detail: v.string() })), []),
  }),
)

/** The names of fields in what the doors take, as the description of the API has them. */
const knownNames = new Set<string>()
function collect(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return
  if ('properties' in schema) for (const name of Object.keys(Object(schema.properties))) knownNames.add(name)
  for (const part of Object.values(schema)) collect(part)
}

/** A pointer whose every step is a field of ours, or a place in a list; with its colon. Empty for any other. */
function known(pointer: string): string {
  if (knownNames.size === 0) collect(openapi(''))
  const steps = pointer.split('/').slice(1)
  return steps.length > 0 && steps.every((step) => knownNames.has(step) || /^\d+$/.test(step))
    ? `${pointer}: `
    : ''
}

/**
 * What a refusal was about, in one line: each fault of the input, else the problem's sentence. Undefined for other responses.
 * A field that is none of ours is not named, since its name is input, which no log holds.
 */
export function refusalText({ status, body }: LocalResponse): string | undefined {
  if (status < 400) return undefined
  const problem = v.safeParse(problemSchema, body.toString())
  if (!problem.success) return undefined
  const { detail, errors } = problem.output
  return errors.length === 0
    ? detail
    : errors.map((fault) => `${known(fault.pointer)}${fault.detail}`).join('; ')
}
