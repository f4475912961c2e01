import { App, Validations } from 'aws-cdk-lib'
import { type DeployedStage, readDeployedStage } from '../lib/cloud/stage/deployed-stage.ts'

const app = new App({ analyticsReporting: false })
const stage = readStage()
// The stack and the rules load last, so that a refused file is told without them.
const { AwsSolutionsChecks } = await import('cdk-nag')
switch (app.node.tryGetContext('part')) {
  case undefined: {
    const { IeumStack } = await import('../lib/cloud/ieum-stack.ts')
    new IeumStack(app, `ieum-${stage.name}`, { stage })
    break
  }
  case 'firewall': {
    const { FirewallStack } = await import('../lib/cloud/edge/firewall-stack.ts')
    new FirewallStack(app, `ieum-${stage.name}-firewall`, { stage })
    break
  }
  default:
    console.error('part is unknown; allowed is firewall, or nothing for the stage itself')
    process.exit(1)
}
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
