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

export interface MailIdentityProps {
  /** The address that mails come from. Its domain is what SES verifies. */
  readonly mailFrom: string
}

/**
 * Who our mails come from. Mails carry codes and links that let a person in, so they travel by TLS or not at all,
 * and are signed (DKIM). The configuration set is the identity's own: no caller can forget it.
 */
export class MailIdentity extends Construct {
  readonly mailFrom: string
  readonly #arns: readonly string[]

  constructor(scope: Construct, id: string, { mailFrom }: MailIdentityProps) {
    super(scope, id)
    this.mailFrom = mailFrom
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(mailFrom.slice(mailFrom.indexOf('@') + 1)),
      configurationSet,
    })
    const setArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configurationSet.configurationSetName,
    })
    this.#arns = [identity.emailIdentityArn, setArn]
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(this, `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` })
    })
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
