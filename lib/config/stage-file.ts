import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileAttributes } from '../attributes/compile.ts'
import { noOverrides, type Overrides } from './overrides.ts'
import { parseJson, readStage, refuse, type Source } from './read-stage.ts'
import { replaced } from './replaced.ts'
import type { Stage } from './schema/stage-schema.ts'
import { defaultStageName } from './stage-name.ts'
import { ConfigurationError } from './variables.ts'

/** Where stages are read: `stages/NAME.json` in this folder. */
const root = join(import.meta.dirname, '../..')

/** The path of a stage's file, from the root of the repository. */
export const stageFileOf = (name: string): string => `stages/${name}.json`

/** A stage as it is deployed: its file alone, and https alone. Throws `ConfigurationError` with every fault. */
export function readStageFile(name: string): Stage {
  return readFrom(name, { loopback: false, overrides: noOverrides })
}

/** A stage as a laptop runs it: with plain http on loopback, and variables in place of values of the file. */
export function readLocalStage(name: string, overrides: Overrides): Stage {
  return readFrom(name, { loopback: true, overrides })
}

interface How {
  readonly loopback: boolean
  readonly overrides: Overrides
}

function readFrom(name: string, { loopback, overrides }: How): Stage {
  const file = stageFileOf(name)
  const told = parseJson(textOf(file), file)
  const value = overrides.values.reduce<unknown>((whole, one) => replaced(whole, one.path, one.value), told)
  const source = { file, variables: overrides.variables }
  const stage = readStage(value, { implies: name === defaultStageName, loopback }, source)
  assertAttributes(stage, source)
  return stage
}

/** A schema of attributes is compiled while it is bundled: one that is not sound is refused before. */
function assertAttributes({ attributes }: Stage, source: Source): void {
  if (attributes === null) return
  try {
    compileAttributes(attributes)
  } catch (error) {
    refuse(['attributes'], error instanceof Error ? error.message : 'is not sound', source)
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    throw new ConfigurationError(file, 'cannot be read; copy stages/example.json there and change it')
  }
}
