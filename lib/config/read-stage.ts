import * as v from 'valibot'
import { replaced } from './replaced.ts'
import { type Stage, stageSchema } from './schema/stage-schema.ts'
import type { StageReading } from './schema/with-default.ts'
import { ConfigurationError } from './variables.ts'

/** The source of a stage's settings, for error messages. */
export interface Source {
  /** The path of the file. */
  readonly file: string
  /** On a laptop: the variables that replace values of the file, by JSON pointer. */
  readonly variables?: ReadonlyMap<string, string>
}

/** The JSON pointer of a path (RFC 6901). */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/**
 * Reads a stage. Takes parsed JSON, gives all settings including the defaults of the stage `dev`. Throws
 * `ConfigurationError` with one line per fault: file or variable, JSON pointer, the value and what is
 * allowed.
 */
export function readStage(value: unknown, reading: StageReading, source: Source): Stage {
  // Valibot takes a list for an object that lacks every key.
  if (Array.isArray(value))
    throw new ConfigurationError(
      source.file,
      `is ${shortened(JSON.stringify(value))}; allowed is an object with the keys of a stage`,
    )
  const schema = stageSchema(reading)
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const [first, ...rest] = eachOnce(
    parsed.issues.flatMap((issue) => faultsOf(issue, { value, schema, source })),
  )
  if (first === undefined) throw new Error('a stage that is refused has a fault')
  throw new ConfigurationError(
    first.where,
    [first.fault, ...rest.map(({ where, fault }) => `${where}: ${fault}`)].join('\n'),
  )
}

interface RefusedStage {
  readonly value: unknown
  readonly schema: v.GenericSchema
  readonly source: Source
}

interface StageFault {
  readonly where: string
  readonly fault: string
}

/** Several checks of one value may say the same of it: 0.5 is no whole number, and below 1. */
const eachOnce = (faults: readonly StageFault[]): readonly StageFault[] => [
  ...new Map(faults.map((one) => [`${one.where}: ${one.fault}`, one])).values(),
]

function faultsOf(issue: v.BaseIssue<unknown>, refused: RefusedStage): readonly StageFault[] {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
  const at = (place: readonly PropertyKey[], text: string): StageFault => {
    const { where, below } = placeOf(pointerTo(place), refused.source)
    return { where, fault: [below, text].filter((part) => part !== '').join(' ') }
  }
  return isUnknownKey(issue)
    ? unknownKeysIn(issue).map((key) => at([...path.slice(0, -1), key], unknownKey(issue)))
    : [at(path, wrongValue(issue, path, refused))]
}

/** All keys of an object that are no settings. Valibot tells the first alone, with the keys that are. */
function unknownKeysIn({ path, message }: v.BaseIssue<unknown>): readonly string[] {
  const known = message.split(', ')
  return Object.keys(Object(path?.at(-1)?.input)).filter((key) => !known.includes(key))
}

const isUnknownKey = ({ type, expected }: v.BaseIssue<unknown>): boolean =>
  type === 'strict_object' && expected === 'never'

const unknownKey = ({ message }: v.BaseIssue<unknown>): string => `is not a setting; allowed are ${message}`

function wrongValue(
  { input, message }: v.BaseIssue<unknown>,
  path: readonly PropertyKey[],
  refused: RefusedStage,
): string {
  const problem = input === undefined ? 'is missing' : `is ${shortened(JSON.stringify(input))}`
  return `${problem}; allowed is ${message}${mayBeNull(path, refused) ? ', or null' : ''}`
}

const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

/** Whether null would be valid at that place. */
function mayBeNull(path: readonly PropertyKey[], { value, schema }: RefusedStage): boolean {
  const { issues = [] } = v.safeParse(schema, replaced(value, path, null))
  const pointer = pointerTo(path)
  return !issues.some(
    (issue) =>
      pointerTo((issue.path ?? []).map(({ key }) => String(key))) === pointer && issue.input === null,
  )
}

/** Throws `ConfigurationError` for a part of a stage that its own reader rejects, such as a schema. */
export function refusePart(path: readonly PropertyKey[], fault: string, source: Source): never {
  const { where, below } = placeOf(pointerTo(path), source)
  throw new ConfigurationError(where, below === '' ? fault : `${below} ${fault}`)
}

/** A place in the file, or in the variable that replaces that part of it. */
function placeOf(pointer: string, { file, variables = new Map() }: Source) {
  for (const [from, variable] of variables) {
    if (pointer === from || pointer.startsWith(`${from}/`)) {
      return { where: variable, below: pointer.slice(from.length) }
    }
  }
  return { where: file, below: pointer }
}
