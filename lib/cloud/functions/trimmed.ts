/**
 * What stands in every bundle instead of a part of the AWS SDK: clients of the few commands that functions send, made of
 * the SDK's own signer and converters, and of Node's client of HTTP. The SDK's are two thirds of a sign-in's bundle, for a POST of JSON.
 */
export const trimmed = {
  '@smithy/node-http-handler': './lib/aws/http/node-http-handler.ts',
  '@aws-sdk/client-dynamodb': './lib/aws/clients/dynamodb.ts',
  '@aws-sdk/lib-dynamodb': './lib/aws/clients/dynamodb-document.ts',
  '@aws-sdk/client-secrets-manager': './lib/aws/clients/secrets-manager.ts',
  '@aws-sdk/client-eventbridge': './lib/aws/clients/eventbridge.ts',
  '@aws-sdk/client-s3': './lib/aws/clients/s3.ts',
  '@aws-sdk/s3-presigned-post': './lib/aws/clients/s3-presigned-post.ts',
  '@aws-sdk/client-ses': './lib/aws/clients/ses.ts',
  '@aws-sdk/client-sns': './lib/aws/clients/sns.ts',
} as const

const withoutCertificates = './lib/webauthn/no-certificates.ts'

/** What stands in every bundle instead of the parsers of ASN.1 and X.509: nothing asks for an attestation. */
export const unattested = {
  'reflect-metadata': withoutCertificates,
  '@peculiar/asn1-android': withoutCertificates,
  '@peculiar/asn1-ecc': withoutCertificates,
  '@peculiar/asn1-rsa': withoutCertificates,
  '@peculiar/asn1-schema': withoutCertificates,
  '@peculiar/asn1-x509': withoutCertificates,
  '@peculiar/asn1-x509-post-quantum': withoutCertificates,
  '@peculiar/x509': withoutCertificates,
} as const
