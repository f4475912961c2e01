import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import * as v from 'valibot'
import { compileAttributes } from '../attributes/compile.ts'
import {
  type AccessAlgorithm,
  accessAlgorithms,
  defaultAccessTokenForm,
} from '../domain/session/access-token-form.ts'
import { noOverrides, type Overrides } from './overrides.ts'
import { parseJson } from './parse-json.ts'
import { readStage, refusePart, type Source } from './read-stage.ts'
import { replaced } from './replaced.ts'
import type { Stage } from './schema/stage-schema.ts'
import { defaultStageName, readStageName } from './stage-name.ts'
import { ConfigurationError } from './variables.ts'

/** The folder of ieum's own stages, which an app that has none of that name uses: `dev` for tests, `example`. */
const ownFolder = join(import.meta.dirname, '../..')

const algorithmIn = v.object({ tokens: v.object({ algorithm: v.picklist(accessAlgorithms) }) })

/**
 * The algorithm of a stage's access tokens, for which `npm run keys` makes a key. The default while the file is not
 * there yet, or says something else wrong: the deployment tells that.
 */
export function accessAlgorithmOf(name: string): AccessAlgorithm {
  try {
    const parsed = v.safeParse(algorithmIn, parseJson(textOfStage(name), stageFileOf(name)))
    return parsed.success ? parsed.output.tokens.algorithm : defaultAccessTokenForm.algorithm
  } catch (error) {
    if (error instanceof ConfigurationError) return defaultAccessTokenForm.algorithm
    throw error
  }
}

/** The path of a stage's file, from the folder of the app. */
export const stageFileOf = (name: string): string => `stages/${name}.json`

/**
 * Reads a stage for deployment: its file alone, with https only. `hooks` is an absolute path. Throws
 * `ConfigurationError` with every fault.
 */
export function readStageFile(name: string): Stage {
  return readFrom(
    { name, file: stageFileOf(name), text: textOfStage(name) },
    { loopback: false, overrides: noOverrides },
  )
}

/**
 * Reads a stage for deployment by the path of its file, whose name is the stage's. Gives both. Throws an `Error` for
 * another name than a stage may have, and `ConfigurationError` with every fault of the file.
 */
export function readStageAt(file: string): { readonly name: string; readonly stage: Stage } {
  const name = readStageName(basename(file, '.json'))
  return {
    name,
    stage: readFrom({ name, file, text: textOf(file) }, { loopback: false, overrides: noOverrides }),
  }
}

/**
 * Reads a stage for a laptop: plain http on loopback is allowed, and variables replace values of the file.
 * Throws `ConfigurationError` with every fault.
 */
export function readLocalStage(name: string, overrides: Overrides): Stage {
  return readFrom({ name, file: stageFileOf(name), text: textOfStage(name) }, { loopback: true, overrides })
}

interface FileReading {
  readonly loopback: boolean
  readonly overrides: Overrides
}

interface StageFile {
  readonly name: string
  readonly file: string
  readonly text: string
}

function readFrom({ name, file, text }: StageFile, { loopback, overrides }: FileReading): Stage {
  const parsed = parseJson(text, file)
  const value = overrides.values.reduce<unknown>((whole, one) => replaced(whole, one.path, one.value), parsed)
  const source = { file, variables: overrides.variables }
  const stage = readStage(value, { implies: name === defaultStageName, loopback }, source)
  assertAttributes(stage, source)
  return { ...stage, hooks: hooksOf(stage, source) }
}

/** The absolute path of the stage's module of hooks, which is there. Throws `ConfigurationError` otherwise. */
function hooksOf({ hooks }: Stage, source: Source): string | null {
  if (hooks === null) return null
  const path = resolve(dirname(source.file), hooks)
  if (!existsSync(path)) {
    const fault = `is "${hooks}"; allowed is the path of a module that is there, from the folder of the stage's file, or null`
    refusePart(['hooks'], `${fault}. There is no ${relative(process.cwd(), path)}`, source)
  }
  return path
}

/** The bundler compiles the schema of attributes, so an unsound one is refused before. */
function assertAttributes({ attributes }: Stage, source: Source): void {
  if (attributes === null) return
  try {
    compileAttributes(attributes)
  } catch (error) {
    refusePart(['attributes'], error instanceof Error ? error.message : 'is not sound', source)
  }
}

/** The text of the first of these files that can be read. Throws `ConfigurationError` that names the file. */
function textOf(file: string, others: readonly string[] = []): string {
  for (const path of [file, ...others]) {
    try {
      return readFileSync(path, 'utf8')
    } catch {}
  }
  throw new ConfigurationError(file, 'cannot be read; copy stages/example.json there and change it')
}

/** Throws `ConfigurationError` where the file of a stage cannot be read, as when its name is misspelt. */
export function requireStageFile(name: string): void {
  textOfStage(name)
}

/** The text of a stage's file: the app's, or ieum's own of that name. */
const textOfStage = (name: string): string => textOf(stageFileOf(name), [join(ownFolder, stageFileOf(name))])
