import { Duration } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs'
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { entryOf, type Route, type RouteId } from '../routes.ts'
import { bundling } from './bundling.ts'
import type { DeployedStage } from './deployed-stage.ts'
import { assertEnvironmentFits, environmentOf } from './door-environment.ts'
import type { MailIdentity } from './mail-identity.ts'
import type { MemberTable } from './member-table.ts'
import type { StageSecret } from './stage-secret.ts'

export interface DoorFunctionProps {
  readonly route: Route & { readonly id: RouteId }
  readonly stage: DeployedStage
  readonly origin: string
  readonly table: MemberTable
  readonly secret: StageSecret
  readonly mail: MailIdentity
}

/** One route's Lambda, with a role and a log of its own: it may do what its route lists, and nothing else. */
export class DoorFunction extends Construct {
  readonly function: NodejsFunction

  constructor(scope: Construct, id: string, props: DoorFunctionProps) {
    super(scope, id)
    const { route, stage, origin, table, secret } = props
    const environment = environmentOf(route, {
      stage,
      origin,
      tableName: table.tableName,
      secretArn: secret.secretArn,
    })
    assertEnvironmentFits(route.id, environment)
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetention,
      removalPolicy: stage.logRemovalPolicy,
    })
    this.function = new NodejsFunction(this, 'Function', {
      description: `ieum ${stage.name}: ${route.does}`,
      entry: entryOf(route.id),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: route.memory,
      timeout: Duration.seconds(10),
      role: this.#role(logGroup, props),
      environment,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      bundling,
    })
  }

  /** AWS's own basic policy would allow writing to every log of the account. */
  #role(logGroup: ILogGroup, { route, table, secret, mail }: DoorFunctionProps): Role {
    const logging = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    })
    const rows = new PolicyStatement({
      actions: route.touches.table.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    })
    const keys = new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [secret.secretArn],
    })
    const statements = [
      logging,
      ...(route.touches.table.length > 0 ? [rows] : []),
      ...(route.touches.secret ? [keys] : []),
      ...(route.touches.mail ? [mail.sending()] : []),
    ]
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { touches: new PolicyDocument({ statements }) },
    })
  }
}
