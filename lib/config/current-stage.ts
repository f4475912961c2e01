import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseJson, readStage } from './read-stage.ts'
import { type StageSettings, settingsOf } from './stage-settings.ts'
import { optional, required, type Variables } from './variables.ts'

let current: StageSettings | undefined

/** What the stage says of itself, read once per container. Throws `ConfigurationError`, naming file and pointer. */
export function settings(): StageSettings {
  current ??= settingsFrom(process.env)
  return current
}

/** Reads anew at the next use. */
export function forgetSettings(): void {
  current = undefined
}

/** The file that synth lays beside each bundle. */
const file = 'stage.json'

/**
 * The stage as its file says it, or on a laptop, where there is no bundle, as `IEUM_STAGE_JSON` does. The origin
 * is in the environment where only CloudFormation knows it.
 */
function settingsFrom(variables: Variables): StageSettings {
  const given = optional(variables, 'IEUM_STAGE_JSON')
  const text = given ?? readFileSync(join(variables['LAMBDA_TASK_ROOT'] ?? '.', file), 'utf8')
  const source = { file: given === undefined ? file : 'IEUM_STAGE_JSON' }
  const stage = readStage(parseJson(text, source.file), { implies: true, loopback: true }, source)
  return settingsOf(stage, stage.origin ?? required(variables, 'IEUM_ORIGIN'))
}
