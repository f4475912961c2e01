import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { secretNamesOf } from '../../config/stage-name.ts'
import { defined } from '../../domain/values/defined.ts'
import type { StageKey } from './stage-key.ts'

/** The stage, and which of its secrets. */
export interface StageSecretProps {
  readonly stageName: string
  readonly kind: keyof typeof contents
  /** The stage's own key, if it has one. */
  readonly key?: StageKey | undefined
}

/** The content of each of a stage's two secrets. */
const contents = {
  keys: 'signing and sealing keys, provider credentials',
  lookup: 'keys of lookup hashes',
} as const

/**
 * One of the stage's two secrets. It starts empty and `npm run keys` fills it, so that no key is ever in a
 * template and no function uses a key that nobody chose. (The higher-level construct would always generate a
 * value.)
 */
export class StageSecret extends Construct {
  readonly secretArn: string
  readonly secretName: string

  constructor(scope: Construct, id: string, { stageName, kind, key }: StageSecretProps) {
    super(scope, id)
    this.secretName = secretNamesOf(stageName)[kind]
    const secret = new CfnSecret(this, 'Resource', {
      name: this.secretName,
      description: `ieum ${stageName}: ${contents[kind]}; filled by npm run keys`,
      ...defined({ kmsKeyId: key?.keyArn }),
    })
    // Its name is taken, so one that a failed first deployment left behind would block the second.
    secret.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    this.secretArn = secret.ref
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'New keys must stay beside the old ones until the old tokens have expired, and providers issue ' +
        'credentials by hand, so an operator rotates with npm run keys and a schedule could not.',
    })
  }
}
