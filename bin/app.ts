import { App, Validations } from 'aws-cdk-lib'
import { type DeployedStage, readDeployedStage } from '../lib/cloud/stage/deployed-stage.ts'

const app = new App({ analyticsReporting: false })
const stage = readStage()
// The stack and the rules load last, so that a refused file is told without them.
const { IeumStack } = await import('../lib/cloud/ieum-stack.ts')
const { AwsSolutionsChecks } = await import('cdk-nag')
new IeumStack(app, `ieum-${stage.name}`, { stage })
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))

/** The stage named by `-c stage=NAME`. Prints the faults of a refused file without a stack trace. */
function readStage(): DeployedStage {
  try {
    return readDeployedStage(app.node.tryGetContext('stage'))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
