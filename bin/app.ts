import { App, Tags, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { IeumStack } from '../lib/cloud/ieum-stack.ts'
import { type DeployedStage, readDeployedStage } from '../lib/cloud/stage/deployed-stage.ts'
import { readStage } from '../lib/config/stage.ts'

const app = new App({ analyticsReporting: false })
const stage = readDeployedStage(app.node.tryGetContext('stage'), process.env)
assertFunctionsWouldStart(stage)
const stack = new IeumStack(app, `ieum-${stage.name}`, { stage })
Tags.of(stack).add('ieum:stage', stage.name)
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))

/** The functions read these when they start; what they would refuse there is refused before it is deployed. */
function assertFunctionsWouldStart({
  origin,
  clients,
  terms,
  policy,
  sessions,
  oldPasswords,
}: DeployedStage): void {
  readStage({
    IEUM_ORIGIN: origin ?? 'https://assigned.example.com',
    IEUM_CLIENTS: clients,
    IEUM_TERMS: terms,
    IEUM_POLICY: policy,
    IEUM_SESSIONS: sessions,
    IEUM_OLD_PASSWORDS: oldPasswords,
  })
}
