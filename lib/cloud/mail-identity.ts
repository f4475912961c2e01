import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { defined } from '../domain/values/defined.ts'
import type { StageKey } from './stage/stage-key.ts'

/** The stage's mail settings. */
export interface MailIdentityProps {
  /** The sender of mails. SES verifies the domain of the address. */
  readonly sender: { readonly address: string }
  /** Whether the stack creates the domain's SES identity or uses an existing one unchanged. */
  readonly identity: 'create' | 'existing'
  /** The stage's own key, for the topic of bounces and complaints. */
  readonly key?: StageKey | undefined
}

/**
 * The sender of mails. Mails carry codes and links that sign a person in, so they require TLS and are signed
 * (DKIM). The configuration set belongs to the identity, so no caller can forget it; with an existing
 * identity each mail names it.
 */
export class MailIdentity extends Construct {
  readonly mailFrom: string
  /** The configuration set that mails name, where the identity has none of its own. */
  readonly namedConfigurationSet: string | undefined
  /** The DNS records that let SES sign for the domain, `name CNAME value`. None with an existing identity. */
  readonly dkimRecords: readonly string[]
  /** Takes what SES says of mails: hard bounces and complaints. */
  readonly failures: Topic
  readonly #identityArn: string
  readonly #arns: readonly string[]

  constructor(scope: Construct, id: string, { sender, identity, key }: MailIdentityProps) {
    super(scope, id)
    this.mailFrom = sender.address
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    this.failures = this.#failures(configurationSet, key)
    const domain = sender.address.slice(sender.address.indexOf('@') + 1)
    const isOurs = identity === 'create'
    this.namedConfigurationSet = isOurs ? undefined : configurationSet.configurationSetName
    const own = isOurs ? this.#ownIdentity(domain, configurationSet) : undefined
    this.dkimRecords = own?.dkimRecords.map((record) => `${record.name} CNAME ${record.value}`) ?? []
    const { emailIdentityArn } = own ?? EmailIdentity.fromEmailIdentityName(this, 'Identity', domain)
    const setArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configurationSet.configurationSetName,
    })
    this.#identityArn = emailIdentityArn
    this.#arns = [emailIdentityArn, setArn]
  }

  #failures(configurationSet: ConfigurationSet, key: StageKey | undefined): Topic {
    const topic = new Topic(this, 'Failures', { enforceSSL: true, ...defined({ masterKey: key }) })
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'AWS:SourceAccount': Stack.of(this).account } },
      }),
    )
    configurationSet.addEventDestination('Failures', {
      destination: EventDestination.snsTopic(topic),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    })
    return topic
  }

  #ownIdentity(domain: string, configurationSet: ConfigurationSet): EmailIdentity {
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet,
    })
    // Other stages and services of the company may send by it. One that a failed first deployment left would block the second.
    identity.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    return identity
  }

  /** The permission to ask whether SES lets the sender send. */
  lookPermission(): PolicyStatement {
    return new PolicyStatement({ actions: ['ses:GetEmailIdentity'], resources: [this.#identityArn] })
  }

  /** The permission to send from this one address, by either action that sends a composed mail. */
  sendPermission(): PolicyStatement {
    return new PolicyStatement({
      actions: ['ses:SendEmail', 'ses:SendRawEmail'],
      resources: [...this.#arns],
      conditions: { StringEquals: { 'ses:FromAddress': this.mailFrom } },
    })
  }
}
