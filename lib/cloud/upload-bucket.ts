import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
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
import type { StageKey } from './stage/stage-key.ts'

/** The pages that may post files. */
export interface UploadBucketProps {
  /** The pages that post files: the origins of the registered clients. */
  readonly origins: readonly string[]
  /** The stage's own key, if it has one. */
  readonly key?: StageKey | undefined
}

/**
 * People's uploads. Only the account's own services read them; a service that shows photos adds a CDN with
 * its own access. A new file is tagged as pending and is deleted after a day unless the tag changes.
 */
export class UploadBucket extends Bucket {
  constructor(scope: Construct, id: string, { origins, key }: UploadBucketProps) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : // One data key of the bucket serves many files.
          { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
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
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'An access log would needlessly keep the address and the photo of every person who uploads one. Files come by ' +
        'forms that our own functions sign and log, and nobody outside may read them.',
    })
  }

  /** The permission for these actions on any file, since the functions create the keys. */
  objectPermission(actions: readonly UploadAction[]): PolicyStatement {
    return new PolicyStatement({
      actions: actions.map((action) => `s3:${action}`),
      resources: [this.arnForObjects('*')],
    })
  }

  /** Explains to cdk-nag why a role covers all files. */
  acknowledgeWildcard(role: Role): void {
    const child = this.node.defaultChild
    if (!(child instanceof CfnBucket)) throw new Error('the bucket has no AWS::S3::Bucket')
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(child)}.Arn>/*]`,
      reason: 'The function creates the keys of uploads, so only the bucket is known beforehand.',
    })
  }
}
