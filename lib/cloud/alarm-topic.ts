import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { defined } from '../domain/values/defined.ts'
import type { StageKey } from './stage/stage-key.ts'

/** The recipient of alarms, and the stage's own key if it has one. */
export interface AlarmTopicProps {
  readonly alarmMail: string | null
  readonly key: StageKey | undefined
}

/**
 * The topic of alarms, with its recipient. A policy that demands TLS takes the place of the one that SNS implies, so it
 * must say that CloudWatch may publish: without that no alarm reaches anybody.
 */
export function alarmTopic(scope: Construct, { alarmMail, key }: AlarmTopicProps): Topic {
  const topic = new Topic(scope, 'Topic', { enforceSSL: true, ...defined({ masterKey: key }) })
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  if (alarmMail !== null) topic.addSubscription(new EmailSubscription(alarmMail))
  return topic
}
