import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import type { CompiledAttributes } from './compiled-attributes.ts'
import { requiredOf, schemaFaults, uploadAttributes, uploadFormat } from './schema-faults.ts'

/** Formats as expressions, since these become part of the compiled code; a function would have to be brought along. */
const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  uri: /^https:\/\/[^\s"<>\\^`{|}]{1,2000}$/,
  [uploadFormat]: /^[A-Za-z0-9_-]{22}\/[A-Za-z0-9_-]{43}$/,
}

/** Annotations for whoever builds a form: titles of an attribute and of its choices, in each language. */
const annotations = ['x-titles', 'x-choices']

/**
 * Takes the schema of a stage's attributes (JSON Schema 2020-12), as JSON or as the path of a file that holds it,
 * and gives it as a value. Throws an `Error` that says why it cannot be had.
 */
export function readAttributeSchema(given: string): unknown {
  const text = given.trimStart().startsWith('{') ? given : readFileSync(given, 'utf8')
  return JSON.parse(text)
}

/** Throws an `Error` with the first fault of a schema that is not sound. */
function compile(schema: unknown) {
  const [fault] = schemaFaults(schema)
  if (fault !== undefined) throw new Error(fault)
  const ajv = new Ajv2020({ allErrors: true, strict: true, code: { source: true, esm: true }, formats })
  ajv.addVocabulary(annotations)
  const sound = Object(schema)
  return { ajv, sound, validate: ajv.compile(sound) }
}

/** Compiles a schema for use in this process. Throws an `Error` for one that is not sound. */
export function compileAttributes(schema: unknown): CompiledAttributes {
  const { sound, validate } = compile(schema)
  return { required: requiredOf(sound), uploads: uploadAttributes(sound), validate }
}

/**
 * Compiles a schema into the source of a module that stands for `#stage-attributes` in a bundle: a Lambda has no
 * compiler, and evaluates nothing. Throws an `Error` for one that is not sound.
 */
export function attributesModule(schema: unknown): string {
  const { ajv, sound, validate } = compile(schema)
  const names = JSON.stringify({ required: requiredOf(sound), uploads: uploadAttributes(sound) })
  return [
    standalone.default(ajv, validate),
    `const compiled = { ...${names}, validate }`,
    'export const stageAttributes = () => compiled',
  ].join('\n')
}
