import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stageIn } from '#stage-text'
import { type StageSettings, settingsOf } from './stage-settings.ts'
import { optional, required, type Variables } from './variables.ts'

let current: StageSettings | undefined

/** The stage's settings, read once per container. Throws `ConfigurationError` with file and pointer. */
export function settings(): StageSettings {
  current ??= settingsFrom(process.env)
  return current
}

/** Makes the next call of `settings` read again. */
export function forgetSettings(): void {
  current = undefined
}

/** The file that synth puts beside each bundle. */
const file = 'stage.json'

/** The path of a file that synth puts beside a bundle. */
export const bundledFile = (name: string, variables: Variables): string =>
  join(variables['LAMBDA_TASK_ROOT'] ?? '.', name)

/**
 * The bundled module of the service's hooks: beside the bundle, or where a laptop says. Undefined for a stage without
 * hooks.
 */
export function hooksFile(): string | undefined {
  if (settings().hooks === null) return undefined
  return optional(process.env, 'IEUM_HOOKS_FILE') ?? bundledFile('hooks.cjs', process.env)
}

/**
 * Reads the stage from its file, or from `IEUM_STAGE_JSON` on a laptop, which has no bundle. Where only
 * CloudFormation knows the origin, it is in the environment.
 */
function settingsFrom(variables: Variables): StageSettings {
  const override = optional(variables, 'IEUM_STAGE_JSON')
  const text = override ?? readFileSync(bundledFile(file, variables), 'utf8')
  const stage = stageIn(text, override === undefined ? file : 'IEUM_STAGE_JSON')
  return settingsOf(stage, stage.origin ?? required(variables, 'IEUM_ORIGIN'))
}
