import { RemovalPolicy } from 'aws-cdk-lib'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Stage } from '../../config/schema/stage-schema.ts'
import { readStageFile } from '../../config/stage-file.ts'
import { defaultStageName, readStageName } from '../../config/stage-name.ts'

/** All that differs from stage to stage: the settings of its file, and what follows from its name. */
export interface DeployedStage extends Omit<Stage, '$schema'> {
  readonly name: string
  readonly logRetention: RetentionDays
  readonly logRemovalPolicy: RemovalPolicy
}

/**
 * Takes the stage's name and gives what its file says; nothing of the shell that deploys. Throws `ConfigurationError`
 * with every fault of the file, each with its place, what was given and what is allowed.
 */
export function readDeployedStage(givenName: unknown): DeployedStage {
  const name = readStageName(givenName)
  return deployedStage(name, readStageFile(name))
}

/** Takes a stage's name and settings and gives what is deployed. */
export function deployedStage(name: string, stage: Stage): DeployedStage {
  const { $schema: _, ...settings } = stage
  const isDevelopment = name === defaultStageName
  return {
    ...settings,
    name,
    // Records of signing in are kept for at least three months (통신비밀보호법 시행령 제41조).
    logRetention: isDevelopment ? RetentionDays.ONE_WEEK : RetentionDays.SIX_MONTHS,
    logRemovalPolicy: isDevelopment ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  }
}

/** The origins of the registered clients. */
export const originsOf = ({ clients }: Pick<DeployedStage, 'clients'>): readonly string[] => [
  ...new Set(clients.flatMap(({ origins }) => origins)),
]

/** The text of the file that lies beside every bundle: what the functions read when they start. */
export function stageText({
  name: _,
  logRetention: __,
  logRemovalPolicy: ___,
  ...settings
}: DeployedStage): string {
  return JSON.stringify(settings)
}
