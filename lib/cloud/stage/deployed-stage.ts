import { RemovalPolicy } from 'aws-cdk-lib'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Stage } from '../../config/schema/stage-schema.ts'
import { readStageAt, readStageFile } from '../../config/stage-file.ts'
import { defaultStageName, readStageName } from '../../config/stage-name.ts'

/** Everything that differs between stages: the settings of the file, and the values derived from the name. */
export interface DeployedStage extends Omit<Stage, '$schema'> {
  readonly name: string
  readonly logRetention: RetentionDays
  readonly logRemovalPolicy: RemovalPolicy
}

/**
 * Reads a stage for deployment from its file alone, never from the deploying shell. Takes the stage's name.
 * Throws `ConfigurationError` with every fault: its place, the value and what is allowed.
 */
export function readDeployedStage(givenName: unknown): DeployedStage {
  const name = readStageName(givenName)
  return deployedStage(name, readStageFile(name))
}

/** Reads a stage for deployment by the path of its file, as `readDeployedStage` does. */
export function readDeployedFile(path: string): DeployedStage {
  const { name, stage } = readStageAt(path)
  return deployedStage(name, stage)
}

/** A stage's settings with the values derived from its name. */
export function deployedStage(name: string, stage: Stage): DeployedStage {
  const { $schema: _, ...settings } = stage
  const isDevelopment = name === defaultStageName
  return {
    ...settings,
    name,
    // Records of signing in are kept for at least three months (통신비밀보호법 시행령 제41조).
    logRetention: isDevelopment ? RetentionDays.ONE_WEEK : RetentionDays.SIX_MONTHS,
    logRemovalPolicy: isDevelopment ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  }
}

/** The origins of the registered clients. */
export const originsOf = ({ clients }: Pick<DeployedStage, 'clients'>): readonly string[] => [
  ...new Set(clients.flatMap(({ origins }) => origins)),
]

/** The text of the settings file beside every bundle, which the functions read at start. */
export function stageText({
  name: _,
  logRetention: __,
  logRemovalPolicy: ___,
  ...settings
}: DeployedStage): string {
  // The functions find the hooks beside their bundle. The path is one of the machine that deploys.
  return JSON.stringify({ ...settings, hooks: settings.hooks && 'hooks.cjs' })
}
