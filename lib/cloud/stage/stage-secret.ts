import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { secretNamesOf } from '../../config/stage-name.ts'

export interface StageSecretProps {
  readonly stageName: string
  readonly kind: keyof typeof contents
}

/** What each of the two secrets of a stage holds. */
const contents = {
  keys: 'what signs and seals, and provider credentials',
  lookup: 'what hashes what is looked up',
} as const

/**
 * One of the stage's two secrets. It begins empty, so that no key ever stands in a template and no function works with
 * a key that nobody chose; `npm run keys` fills it. (The construct of the higher level would always generate a value.)
 */
export class StageSecret extends Construct {
  readonly secretArn: string
  readonly secretName: string

  constructor(scope: Construct, id: string, { stageName, kind }: StageSecretProps) {
    super(scope, id)
    this.secretName = secretNamesOf(stageName)[kind]
    const secret = new CfnSecret(this, 'Resource', {
      name: this.secretName,
      description: `ieum ${stageName}: ${contents[kind]}; filled by npm run keys`,
    })
    secret.applyRemovalPolicy(RemovalPolicy.RETAIN)
    this.secretArn = secret.ref
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'New keys must stand beside the old ones until tokens of the old ones have run out, and providers hand out ' +
        'credentials by hand: an operator rotates with npm run keys, a schedule could not.',
    })
  }
}
