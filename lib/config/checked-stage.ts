import { parseJson } from './parse-json.ts'
import { readStage } from './read-stage.ts'
import type { Stage } from './schema/stage-schema.ts'

/**
 * Reads the text of a stage by the schema. This module is `#stage-text` where nothing is bundled; a bundle takes the file
 * that synth wrote as it is. Throws `ConfigurationError` with one line per fault.
 */
export const stageIn = (text: string, file: string): Omit<Stage, '$schema'> =>
  readStage(parseJson(text, file), { implies: true, loopback: true }, { file })
