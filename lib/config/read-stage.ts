import * as v from 'valibot'
import { replaced } from './replaced.ts'
import type { Reading } from './schema/given.ts'
import { type Stage, stageSchema } from './schema/stage-schema.ts'
import { ConfigurationError } from './variables.ts'

/** Where the settings of a stage come from, for whoever has to correct one. */
export interface Source {
  /** The path of the file. */
  readonly file: string
  /** On a laptop: the variables that stand in place of values of the file, by the JSON pointers of these. */
  readonly variables?: ReadonlyMap<string, string>
}

/** A JSON pointer (RFC 6901). */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/**
 * Reads a stage. Takes parsed JSON and gives all settings, those included that the stage `dev` implies. Throws
 * `ConfigurationError` with a line for each fault: file or variable, JSON pointer, what was given and what is allowed.
 */
export function readStage(value: unknown, reading: Reading, source: Source): Stage {
  const schema = stageSchema(reading)
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const [first, ...rest] = parsed.issues.map((issue) => faultOf(issue, { value, schema, source }))
  if (first === undefined) throw new Error('a stage that is refused has a fault')
  throw new ConfigurationError(
    first.where,
    [first.fault, ...rest.map(({ where, fault }) => `${where}: ${fault}`)].join('\n'),
  )
}

/** Parses the text of a stage. Throws `ConfigurationError` that names its source, and shows nothing of the text. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigurationError(where, 'is not JSON')
  }
}

interface Refused {
  readonly value: unknown
  readonly schema: v.GenericSchema
  readonly source: Source
}

interface Fault {
  readonly where: string
  readonly fault: string
}

function faultOf(issue: v.BaseIssue<unknown>, refused: Refused): Fault {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
  const { where, below } = placeOf(pointerTo(path), refused.source)
  const fault = [below, isUnknownKey(issue) ? unknownKey(issue) : wrongValue(issue, path, refused)]
  return { where, fault: fault.filter((part) => part !== '').join(' ') }
}

const isUnknownKey = ({ type, expected }: v.BaseIssue<unknown>): boolean =>
  type === 'strict_object' && expected === 'never'

const unknownKey = ({ message }: v.BaseIssue<unknown>): string => `is no setting; allowed are ${message}`

function wrongValue(
  { input, message }: v.BaseIssue<unknown>,
  path: readonly PropertyKey[],
  refused: Refused,
): string {
  const given = input === undefined ? 'is missing' : `is ${shortened(JSON.stringify(input))}`
  return `${given}; allowed is ${message}${mayBeNull(path, refused) ? ', or null' : ''}`
}

const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

/** Whether a stage with null at that place has no fault there. */
function mayBeNull(path: readonly PropertyKey[], { value, schema }: Refused): boolean {
  const { issues = [] } = v.safeParse(schema, replaced(value, path, null))
  const pointer = pointerTo(path)
  return !issues.some(
    (issue) =>
      pointerTo((issue.path ?? []).map(({ key }) => String(key))) === pointer && issue.input === null,
  )
}

/** Throws `ConfigurationError` for a part of a stage that only another reader understands, such as a schema. */
export function refuse(path: readonly PropertyKey[], fault: string, source: Source): never {
  const { where, below } = placeOf(pointerTo(path), source)
  throw new ConfigurationError(where, below === '' ? fault : `${below} ${fault}`)
}

/** A place in the file, or in the variable that stands in place of that part of it. */
function placeOf(pointer: string, { file, variables = new Map() }: Source) {
  for (const [from, variable] of variables) {
    if (pointer === from || pointer.startsWith(`${from}/`)) {
      return { where: variable, below: pointer.slice(from.length) }
    }
  }
  return { where: file, below: pointer }
}
