import { Validations } from 'aws-cdk-lib'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'

/** The permission to send traces to X-Ray, which knows no narrower resource. */
export const tracePermission = (): PolicyStatement =>
  new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] })

/**
 * Lets Lambda trace the calls of a function, without any code in its bundle. (The construct's own option would add a second
 * policy to every role.)
 */
export function trace({ node }: LambdaFunction, role: Role): void {
  const { defaultChild } = node
  if (!(defaultChild instanceof CfnFunction)) throw new Error('the function has no AWS::Lambda::Function')
  defaultChild.tracingConfig = { mode: 'Active' }
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'X-Ray takes traces of any segment, and has no resource to name.',
  })
}
