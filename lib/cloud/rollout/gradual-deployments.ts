import { Duration, Names, Validations } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Alias, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { DeployedStage } from '../stage/deployed-stage.ts'

/** One door: its function, and the alias that moves. */
interface LiveDoor {
  readonly routeId: string
  readonly alias: Alias
  readonly lambda: LambdaFunction
}

/** The doors, and how fast they move to a new version. */
export interface GradualDeploymentsProps {
  readonly stageName: string
  readonly rollout: NonNullable<DeployedStage['rollout']>
  readonly live: readonly LiveDoor[]
}

const period = Duration.minutes(1)

const qualified = ({ functionArn }: LambdaFunction, qualifier: string): string =>
  `${functionArn}:${qualifier}`

/**
 * Moves each alias by CodeDeploy, and back if the new version fails. A group deploys one thing at a time, so each door
 * has a group of its own, and all move side by side. One fault of a new version takes the whole deployment back.
 */
export class GradualDeployments extends Construct {
  constructor(scope: Construct, id: string, { stageName, rollout, live }: GradualDeploymentsProps) {
    super(scope, id)
    const application = new LambdaApplication(this, 'Application')
    const deploymentConfig = LambdaDeploymentConfig.fromLambdaDeploymentConfigName(
      this,
      'Config',
      `CodeDeployDefault.Lambda${rollout}`,
    )
    const role = this.#role(live)
    for (const { routeId, alias, lambda } of live) {
      new LambdaDeploymentGroup(this, routeId, {
        application,
        deploymentConfig,
        alias,
        alarms: [this.#alarm(stageName, routeId, alias, lambda)],
        // The construct would add a policy of AWS that names every function of the account.
        role: role.withoutPolicyUpdates(),
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      })
    }
  }

  /**
   * Goes off for a single fault of the version that the alias moves to: a call that Lambda saw fail, or a request that the
   * door itself answered by a fault. Faults of the version before do not count, else no repair could be deployed.
   */
  #alarm(stage: string, routeId: string, { aliasName, version }: Alias, lambda: LambdaFunction): Alarm {
    const errors = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensionsMap: {
        FunctionName: lambda.functionName,
        Resource: `${lambda.functionName}:${aliasName}`,
        ExecutedVersion: version.version,
      },
      statistic: 'Sum',
      period,
    })
    const faults = new Metric({
      namespace: 'ieum',
      metricName: 'faults',
      dimensionsMap: { stage, route: routeId, version: version.version },
      statistic: 'Sum',
      period,
    })
    return new Alarm(this, `${routeId}Faults`, {
      alarmDescription: 'docs/operate.md#a-deployment-was-taken-back',
      metric: new MathExpression({
        expression: 'FILL(errors, 0) + FILL(faults, 0)',
        usingMetrics: { errors, faults },
        period,
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
  }

  /** CodeDeploy's role: it moves these aliases and reads alarms, and does nothing else. */
  #role(live: readonly LiveDoor[]): Role {
    const moving = new PolicyStatement({
      actions: ['lambda:GetAlias', 'lambda:UpdateAlias'],
      // IAM names the function of an alias for both, with or without the alias.
      resources: live.flatMap(({ alias, lambda }) => [
        lambda.functionArn,
        qualified(lambda, alias.aliasName),
      ]),
    })
    const asking = new PolicyStatement({
      actions: ['lambda:GetProvisionedConcurrencyConfig'],
      // Aliases and versions of these functions. A star without the colon would name functions with longer names too.
      resources: live.map(({ lambda }) => qualified(lambda, '*')),
    })
    const watching = new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      inlinePolicies: { moves: new PolicyDocument({ statements: [moving, asking, watching] }) },
    })
    Validations.of(role).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          'CodeDeploy lists alarms by type, which a narrower resource does not allow. It only reads them.',
      },
      ...live.map(({ lambda }) => ({
        // The name of the parameter by which the stack around this one hands over the function.
        id: `AwsSolutions-IAM5[Resource::<referenceto${Names.nodeUniqueId((lambda.node.defaultChild ?? lambda).node)}Arn>:*]`,
        reason: 'CodeDeploy asks what versions keep warm that nobody knows beforehand. It only reads that.',
      })),
    )
    return role
  }
}
