import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigurationError } from '../../config/variables.ts'
import { type DeployedStage, readDeployedFile } from './deployed-stage.ts'

/** The stage that an app gives to the construct. */
export interface GivenStage {
  /** The path of the stage's file, whose name is the stage's: `stages/prod.json`. Or a stage that was read already. */
  readonly stage: string | DeployedStage
  /** The path of the service's module of hooks, from the working folder. Default: what the stage's file says. */
  readonly hooks?: string
}

/**
 * The stage with the given hooks. An app in JavaScript may leave both out. Throws `ConfigurationError` for a missing stage
 * or module of hooks, and with every fault of the stage's file.
 */
export function stageGiven({ stage, hooks }: Partial<GivenStage> = {}): DeployedStage {
  if (stage === undefined) {
    const given = "is missing; give the path of a stage's file: { stage: 'stages/prod.json' }"
    throw new ConfigurationError('stage of new Ieum(scope, id, props)', given)
  }
  const read = typeof stage === 'string' ? readDeployedFile(stage) : stage
  if (hooks === undefined) return read
  const path = resolve(hooks)
  if (existsSync(path)) return { ...read, hooks: path }
  const fault = `is "${hooks}"; allowed is the path of a module that is there, from the working folder. There is no ${path}`
  throw new ConfigurationError('hooks of new Ieum(scope, id, props)', fault)
}
