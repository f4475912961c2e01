import { parseJson } from '../parse-json.ts'
import type { Stage } from '../schema/stage-schema.ts'
import { ConfigurationError } from '../variables.ts'

/** The settings that synth writes beside a bundle: read by the schema, with every value (`stageText`). */
type WrittenStage = Omit<Stage, '$schema'>

const isWritten = (value: unknown): value is WrittenStage => value instanceof Object && 'providers' in value

/**
 * Takes the text of a stage that synth wrote. This module is `#stage-text` in every bundle: checking the settings of its
 * own deployment again took 15 ms of every cold start. Throws `ConfigurationError` for what is no stage.
 */
export function stageIn(text: string, file: string): WrittenStage {
  const stage = parseJson(text, file)
  if (isWritten(stage)) return stage
  throw new ConfigurationError(file, 'is not the stage that the deployment wrote')
}
