import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { UploadAction } from '../routes/shape.ts'

export interface UploadBucketProps {
  /** Where the pages are that post files: the origins of the registered clients. */
  readonly origins: readonly string[]
}

/**
 * What people upload. Nobody reads it but the account's own services: whoever shows photos puts a CDN in front, with
 * access of its own. A file comes with the tag of what nobody keeps, and is deleted a day later if it still has it.
 */
export class UploadBucket extends Bucket {
  constructor(scope: Construct, id: string, { origins }: UploadBucketProps) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        { id: 'nobody-keeps-it', tagFilters: { state: 'pending' }, expiration: Duration.days(1) },
        { id: 'never-finished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      ...(origins.length > 0 && {
        cors: [
          {
            allowedOrigins: [...origins],
            allowedMethods: [HttpMethods.POST],
            allowedHeaders: ['*'],
            maxAge: 600,
          },
        ],
      }),
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'An access log would keep the address and the photo of everybody who uploads one, for nothing: files come by ' +
        'forms that our own functions sign and log, and nobody may read them from outside.',
    })
    new CfnOutput(scope, 'UploadBucketName', { value: this.bucketName })
  }

  /** Gives the permission to do this with any file: keys are made by the functions, and not known beforehand. */
  allowing(actions: readonly UploadAction[]): PolicyStatement {
    return new PolicyStatement({
      actions: actions.map((action) => `s3:${action}`),
      resources: [this.arnForObjects('*')],
    })
  }

  /** Tells AWS's rules why a role names all files. */
  explain(role: Role): void {
    const child = this.node.defaultChild
    if (!(child instanceof CfnBucket)) throw new Error('a bucket has a resource of its own')
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(child)}.Arn>/*]`,
      reason: 'The keys of uploads are made by the function: of a file, only the bucket is known beforehand.',
    })
  }
}
