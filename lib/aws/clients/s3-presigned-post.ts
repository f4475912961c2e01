import { createHmac } from 'node:crypto'
import { createScope, getSigningKey } from '@smithy/signature-v4'
import { addressOf } from './address.ts'
import { type S3Client, s3 } from './s3.ts'
import { Sha256 } from './signer.ts'

/* Replaces `@aws-sdk/s3-presigned-post` in the bundles. */

/** What a form may send, and until when. */
interface FormInput {
  readonly Bucket: string
  readonly Key: string
  readonly Expires: number
  readonly Fields: Readonly<Record<string, string>>
  readonly Conditions: readonly unknown[]
}

const secondsOf = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z')

/**
 * Signs a form with which a browser may send one object (Amazon S3 API, authenticating requests in browser-based uploads
 * using POST). Gives its address and its fields. Makes no call.
 */
export async function createPresignedPost(
  client: S3Client,
  { Bucket, Key, Expires, Fields, Conditions }: FormInput,
) {
  const { region, credentials, endpoint } = client.signing()
  const now = new Date()
  const time = secondsOf(now).replace(/[-:]/g, '')
  const day = time.slice(0, 8)
  const fields = {
    ...Fields,
    bucket: Bucket,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${createScope(day, region, s3.signingName)}`,
    'X-Amz-Date': time,
    ...(credentials.sessionToken !== undefined && { 'X-Amz-Security-Token': credentials.sessionToken }),
  }
  const conditions = [
    ...Conditions,
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    { key: Key },
  ]
  const expiration = secondsOf(new Date(now.getTime() + Expires * 1000))
  const Policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64')
  const signingKey = await getSigningKey(Sha256, credentials, day, region, s3.signingName)
  const { protocol, hostname, port, path } = addressOf(s3, { region, endpoint, bucket: Bucket })
  return {
    url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`,
    fields: {
      ...fields,
      key: Key,
      Policy,
      'X-Amz-Signature': createHmac('sha256', signingKey).update(Policy).digest('hex'),
    },
  }
}
