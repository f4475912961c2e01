import { settings } from '../../lib/config/current-stage.ts'
import { readStage } from '../../lib/config/read-stage.ts'
import type { Stage } from '../../lib/config/schema/stage-schema.ts'
import { setEnvironment } from '../../lib/local/environment.ts'

/** A stage with these keys, and the implied values of the stage `dev`. */
export const stageWith = (keys: object = {}): Stage =>
  readStage(keys, { implies: true, loopback: true }, { file: 'stages/dev.json' })

/**
 * Puts other keys into the stage that the functions of this process read. Gives a function that restores the old
 * ones.
 */
export function alterStage(keys: object): () => void {
  const before: unknown = JSON.parse(process.env['IEUM_STAGE_JSON'] ?? '{}')
  return setEnvironment({ IEUM_STAGE_JSON: JSON.stringify({ ...Object(before), ...keys }) })
}

/**
 * Our app at a provider, as the functions of this process know it. Throws where the stage does not offer the
 * provider.
 */
export function appAt<Id extends keyof Stage['providers']>(id: Id): NonNullable<Stage['providers'][Id]> {
  const app = settings().providers[id]
  if (app === null) throw new Error(`this stage does not offer ${id}`)
  return app
}

/** A credential of ours, as the functions of this process know it. */
export function credentialNamed(name: string): string {
  const secrets: unknown = JSON.parse(process.env['IEUM_SECRETS'] ?? '{}')
  return String(Object(secrets)[name])
}
