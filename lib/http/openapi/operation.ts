import type * as v from 'valibot'
import { type JsonSchema, schemaNamed } from './json-schema.ts'
import { type outcomeSchemas, schemaOf } from './response-schemas.ts'

/** The groups of operations. */
export const tags = {
  'sign-in': 'Starts and ends a sign-in.',
  account: 'What a signed-in member sees and changes.',
  linking: 'Joins a provider or another account to a member.',
  providers: 'Called by providers.',
  service: 'For other services and tools.',
  support: 'For support and other services, signed with AWS credentials (Signature Version 4).',
} as const

/** The cookies of a browser: those of a web client, and the one of a visit. */
export type CookieKind = 'refresh' | 'device' | 'ticket' | 'visit'

/** One operation of the API, as its description says it. */
export interface Operation {
  readonly tag: keyof typeof tags
  /** Where the operation does something else than the rest of its route. */
  readonly does?: string
  /** Absent: the operation takes no access token. */
  readonly bearer?: 'required' | 'optional'
  /** The body has one of these forms. */
  readonly body?: readonly v.GenericSchema[]
  /** The media type of the body, if not JSON. */
  readonly form?: true
  /** Further media types, each with its schema. */
  readonly otherBodies?: Readonly<Record<string, JsonSchema>>
  readonly query?: v.GenericSchema
  readonly reads?: readonly CookieKind[]
  readonly sets?: readonly CookieKind[]
  /** The responses are HTML. */
  readonly page?: true
  /** The schema of each status of success; undefined without a body. */
  readonly responses: Readonly<Record<number, JsonSchema | undefined>>
}

/** The outcomes of the description. */
export type DescribedOutcome = keyof typeof outcomeSchemas

/** One of these outcomes, told apart by `outcome`. */
export function oneOutcomeOf(...outcomes: readonly DescribedOutcome[]): JsonSchema {
  const [only, ...others] = outcomes.map((outcome) => schemaNamed(schemaOf(outcome)))
  if (only !== undefined && others.length === 0) return only
  return {
    oneOf: [only, ...others],
    discriminator: {
      propertyName: 'outcome',
      mapping: Object.fromEntries(
        outcomes.map((outcome) => [outcome, `#/components/schemas/${schemaOf(outcome)}`]),
      ),
    },
  }
}
