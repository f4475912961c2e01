import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import type { CompiledAttributes } from './compiled-attributes.ts'
import { requiredOf, schemaFaults, uploadAttributes, uploadFormat } from './schema-faults.ts'

/**
 * The formats as regular expressions, which the compiled code can contain. Functions would need an import.
 */
const formats: Readonly<Record<string, RegExp>> = {
  // RFC 3339, full-date: of its month, and 29 February of a leap year.
  date: /^(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|(?:\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$/,
  uri: /^https:\/\/[^\s"<>\\^`{|}]{1,2000}$/,
  [uploadFormat]: /^[A-Za-z0-9_-]{22}\/[A-Za-z0-9_-]{43}$/,
}

/** 0.3 is a multiple of 0.1, although their quotient is not whole in binary: decimals of the quotient that count. */
const multipleOfPrecision = 8

/** Annotations for form builders: titles of attributes and of their choices, per language. */
const annotations = ['x-titles', 'x-choices']

/**
 * Reads the schema of a stage's attributes (JSON Schema 2020-12). Takes JSON, or the path of a file with
 * JSON. Throws an `Error` for an unreadable file or invalid JSON.
 */
export function readAttributeSchema(given: string): unknown {
  const text = given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8')
  return JSON.parse(text)
}

const createCompiler = (): Ajv2020 =>
  new Ajv2020({
    allErrors: true,
    strict: true,
    code: { source: true, esm: true },
    formats,
    multipleOfPrecision,
  }).addVocabulary(annotations)

let ownCompiler: Ajv2020 | undefined

/** The compiler of this process. Its first use compiles JSON Schema's own schema, which takes the longest. */
function compiler(): Ajv2020 {
  ownCompiler ??= createCompiler()
  return ownCompiler
}

/** Throws an `Error` with the first fault of an unsound schema. */
function soundSchema(schema: unknown) {
  const [fault] = schemaFaults(schema)
  if (fault !== undefined) throw new Error(fault)
  return Object(schema)
}

let last: { readonly text: string; readonly compiled: CompiledAttributes } | undefined

/**
 * Compiles a schema for this process. Throws an `Error` for an unsound schema. What was compiled last is kept: a process
 * that starts asks twice, to check the stage and to run it.
 */
export function compileAttributes(schema: unknown): CompiledAttributes {
  const text = JSON.stringify(schema)
  if (last?.text !== text) last = { text, compiled: compileNow(schema) }
  return last.compiled
}

function compileNow(schema: unknown): CompiledAttributes {
  const sound = soundSchema(schema)
  const ajv = compiler()
  const validate = ajv.compile(sound)
  ajv.removeSchema(sound)
  return { required: requiredOf(sound), uploads: uploadAttributes(sound), validate }
}

/**
 * Compiles a schema to the source of the module that lies beside a bundle. A Lambda then needs no compiler and
 * evaluates no code. Throws an `Error` for an unsound schema.
 */
export function attributesModule(schema: unknown): string {
  const sound = soundSchema(schema)
  // A compiler of its own: the names in the source, and so the bundle, do not depend on what was compiled before.
  const ajv = createCompiler()
  const validate = ajv.compile(sound)
  const names = JSON.stringify({ required: requiredOf(sound), uploads: uploadAttributes(sound) })
  return [
    standalone.default(ajv, validate),
    `const compiled = { ...${names}, validate }`,
    'export const stageAttributes = () => compiled',
  ].join('\n')
}
