import { readStage, type StageSettings } from './stage.ts'

let current: StageSettings | undefined

/** What the stage says of itself, read once per container. Throws `ConfigurationError`, naming the variable. */
export function settings(): StageSettings {
  current ??= readStage(process.env)
  return current
}

/** Reads anew at the next use. */
export function forgetSettings(): void {
  current = undefined
}
