import { CfnOutput, Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'

/** The stage's settings of mail. */
export interface MailIdentityProps {
  /** Whom mails come from. The domain of the address is what SES verifies. */
  readonly sender: { readonly address: string }
  /** Whether the domain's identity is made here, or belongs to somebody else and is used as it is. */
  readonly identity: 'create' | 'existing'
}

/**
 * Who our mails come from. Mails carry codes and links that let a person in, so they travel by TLS or not at all,
 * and are signed (DKIM). The configuration set is the identity's own, so no caller can forget it; beside an identity
 * that is not ours each mail names it.
 */
export class MailIdentity extends Construct {
  readonly mailFrom: string
  /** The configuration set that mails name, where the identity does not name it itself. */
  readonly namedConfigurationSet: string | undefined
  readonly #arns: readonly string[]

  constructor(scope: Construct, id: string, { sender, identity }: MailIdentityProps) {
    super(scope, id)
    this.mailFrom = sender.address
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    const domain = sender.address.slice(sender.address.indexOf('@') + 1)
    const isOurs = identity === 'create'
    this.namedConfigurationSet = isOurs ? undefined : configurationSet.configurationSetName
    const { emailIdentityArn } = isOurs
      ? this.#ownIdentity(domain, configurationSet)
      : EmailIdentity.fromEmailIdentityName(this, 'Identity', domain)
    const setArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configurationSet.configurationSetName,
    })
    this.#arns = [emailIdentityArn, setArn]
  }

  #ownIdentity(domain: string, configurationSet: ConfigurationSet): EmailIdentity {
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet,
    })
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(this, `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` })
    })
    return identity
  }

  /** Gives the permission to send from this one address, by either of the two actions that send a mail of one's own. */
  sending(): PolicyStatement {
    return new PolicyStatement({
      actions: ['ses:SendEmail', 'ses:SendRawEmail'],
      resources: [...this.#arns],
      conditions: { StringEquals: { 'ses:FromAddress': this.mailFrom } },
    })
  }
}
