import { PutObjectTaggingCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { maxUploadBytes } from '../domain/member/upload.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Uploads } from '../flows/ports/uploads.ts'

export { S3Client } from '@aws-sdk/client-s3'

/** The bucket deletes what has this tag: an upload has it from the beginning, until somebody keeps it. */
const pending = { Key: 'state', Value: 'pending' } as const
const pendingTags = `<Tagging><TagSet><Tag><Key>${pending.Key}</Key><Value>${pending.Value}</Value></Tag></TagSet></Tagging>`

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined

/**
 * Whether S3 says that there is no such object. To a role that may not list, a missing object is a forbidden one
 * (Amazon S3 API, GetObject): listing everybody's photos is not worth the difference.
 */
const isMissing = (error: unknown): boolean => [403, 404].includes(statusOf(error) ?? 0)

/** S3 is down, throttles or cannot be reached: that passes. Anything else is a bug. */
function asProblem(error: unknown): unknown {
  const status = statusOf(error)
  const passes = error instanceof Error && (status === undefined || status >= 500 || status === 429)
  return passes ? new Problem('unavailable', { retryAfter: 1 }) : error
}

/** Uploads in a bucket. Throws `unavailable` when S3 does not answer. */
export function createUploads(client: S3Client, bucket: string): Uploads {
  const tag = (Key: string, TagSet: [] | [typeof pending]) =>
    client.send(new PutObjectTaggingCommand({ Bucket: bucket, Key, Tagging: { TagSet } }))
  return {
    form: (key, type, seconds) =>
      createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Expires: seconds,
        Fields: { 'Content-Type': type, tagging: pendingTags },
        Conditions: [['content-length-range', 1, maxUploadBytes]],
      }),
    async keep(key) {
      try {
        await tag(key, [])
        return 'kept'
      } catch (error) {
        if (isMissing(error)) return 'not_there'
        throw asProblem(error)
      }
    },
    async letGo(key) {
      try {
        await tag(key, [pending])
      } catch (error) {
        // "Forbidden" may also be a grant that is lacking, with everybody's photos still there: that is no success.
        if (statusOf(error) !== 404) throw error
      }
    },
  }
}
