import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { secretNameOf } from './stage-name.ts'

export interface StageSecretProps {
  readonly stageName: string
}

/**
 * The stage's one secret: our keys and the credentials of our apps at the providers. It begins empty, so that no
 * key ever stands in a template and no function works with a key that nobody chose; `npm run keys` fills it.
 * (The construct of the higher level would always generate a value.)
 */
export class StageSecret extends Construct {
  readonly secretArn: string
  readonly secretName: string

  constructor(scope: Construct, id: string, { stageName }: StageSecretProps) {
    super(scope, id)
    this.secretName = secretNameOf(stageName)
    const secret = new CfnSecret(this, 'Resource', {
      name: this.secretName,
      description: `ieum ${stageName}: keys and provider credentials; filled by npm run keys`,
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
