import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { defaultStageName } from '../config/stage-name.ts'
import { Ieum } from './ieum.ts'
import type { DeployedStage } from './stage/deployed-stage.ts'

/** The stage to deploy. */
export interface IeumStackProps extends StackProps {
  readonly stage: DeployedStage
}

/** A stack of one stage and nothing else, as `npm run deploy` makes it. */
export class IeumStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: IeumStackProps) {
    super(scope, id, { terminationProtection: stage.name !== defaultStageName, ...props })
    // CloudFormation's ids leave out "Default", so every resource is called as if it stood in the stack itself.
    new Ieum(this, 'Default', { stage })
  }
}
