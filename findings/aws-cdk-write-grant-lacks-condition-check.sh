#!/usr/bin/env bash
# Package:   aws-cdk-lib 2.276.0 with constructs 10.8.1, Node 20 or newer.
# Expected:  a function with table.grantWriteData() may send every transaction of writes.
# Behaviour: a ConditionCheck within TransactWriteItems needs dynamodb:ConditionCheckItem, and the CDK counts that among the
#            actions that read. grantWriteData() lacks it, so AWS refuses the whole transaction with AccessDenied, although
#            its puts and updates alone would pass. grantReadData() brings it, to functions that never write.
# Output:    grantWriteData: BatchWriteItem PutItem UpdateItem DeleteItem DescribeTable
#            grantReadData has ConditionCheckItem: true
# The script fails when the package answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts aws-cdk-lib@2.276.0 constructs@10.8.1 >/dev/null

cat >try.cjs <<'JS'
const { App, Stack, aws_dynamodb, aws_iam } = require('aws-cdk-lib')
const { Template } = require('aws-cdk-lib/assertions')

function actions(grant) {
  const stack = new Stack(new App(), 'Data')
  const partitionKey = { name: 'id', type: aws_dynamodb.AttributeType.STRING }
  const table = new aws_dynamodb.TableV2(stack, 'Table', { partitionKey })
  table[grant](new aws_iam.Role(stack, 'Role', { assumedBy: new aws_iam.ServicePrincipal('lambda.amazonaws.com') }))
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
  const named = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement).flatMap(({ Action }) => Action)
  return named.map((action) => action.replace('dynamodb:', ''))
}

const written = actions('grantWriteData')
const read = actions('grantReadData')
console.log(`grantWriteData: ${written.join(' ')}`)
console.log(`grantReadData has ConditionCheckItem: ${read.includes('ConditionCheckItem')}`)
const isSo = written.includes('PutItem') && !written.includes('ConditionCheckItem') && read.includes('ConditionCheckItem')
process.exit(isSo ? 0 : 1)
JS
node try.cjs
