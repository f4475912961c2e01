#!/usr/bin/env bash
# Package:   aws-cdk-lib 2.276.0 with constructs 10.8.1, Node 20 or newer.
# Expected:  an alarm with an SnsAction can publish to its topic, also to a topic with enforceSSL: true. An action of the
#            CDK grants what it needs, as an SqsSubscription or a LambdaAction does.
# Behaviour: enforceSSL gives the topic a policy of one statement, a Deny. That policy takes the place of the one that SNS
#            makes for a new topic, by which CloudWatch of the same account may publish, and SnsAction adds no Allow. The
#            alarm goes off, and nobody hears of it. An own statement for cloudwatch.amazonaws.com is needed.
# Output:    enforceSSL: statements Deny
#            with an own grant: statements Deny, Allow cloudwatch.amazonaws.com
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cdk-lib@2.276.0 constructs@10.8.1 >/dev/null

cat >try.cjs <<'JS'
const { App, Stack, aws_cloudwatch, aws_cloudwatch_actions, aws_iam, aws_sns } = require('aws-cdk-lib')
const { Template } = require('aws-cdk-lib/assertions')

function statements(grant) {
  const stack = new Stack(new App(), 'Alarms')
  const topic = new aws_sns.Topic(stack, 'Topic', { enforceSSL: true })
  const metric = new aws_cloudwatch.Metric({ namespace: 'Shop', metricName: 'Faults' })
  const alarm = metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 })
  alarm.addAlarmAction(new aws_cloudwatch_actions.SnsAction(topic))
  if (grant) topic.grantPublish(new aws_iam.ServicePrincipal('cloudwatch.amazonaws.com'))
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::SNS::TopicPolicy'))
  const all = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
  return all.map(({ Effect, Principal }) => [Effect, Principal.Service].filter(Boolean).join(' ')).join(', ')
}

const alone = statements(false)
const granted = statements(true)
console.log(`enforceSSL: statements ${alone}\nwith an own grant: statements ${granted}`)
process.exit(alone === 'Deny' && granted === 'Deny, Allow cloudwatch.amazonaws.com' ? 0 : 1)
JS
node try.cjs
