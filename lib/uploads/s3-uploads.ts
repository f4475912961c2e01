import { PutObjectTaggingCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { isTransient } from '../aws/transient-errors.ts'
import { maxUploadBytes } from '../domain/member/upload.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Uploads } from '../flows/ports/uploads.ts'

export { S3Client } from '@aws-sdk/client-s3'

/** The bucket deletes objects with this tag. An upload has the tag from the start until `keep` removes it. */
const pending = { Key: 'state', Value: 'pending' } as const
const pendingTags = `<Tagging><TagSet><Tag><Key>${pending.Key}</Key><Value>${pending.Value}</Value></Tag></TagSet></Tagging>`

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined

/**
 * Whether S3 reports a missing object. S3 responds 403 for a missing object if the role may not list (Amazon
 * S3 API, GetObject), and the right to list all photos is not worth the difference.
 */
const isMissing = (error: unknown): boolean => [403, 404].includes(statusOf(error) ?? 0)

/** Turns an outage of S3 into `unavailable`. Any other error is a bug and stays. */
const outageAsProblem = (error: unknown): unknown =>
  isTransient(error) ? new Problem('unavailable', { retryAfter: 1 }) : error

/**
 * Uploads in a bucket. `form` gives a presigned POST, `keep` removes the pending tag, `discard` sets it
 * again. `keep` throws `unavailable` if S3 does not respond, `discard` the SDK's error.
 */
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
        throw outageAsProblem(error)
      }
    },
    async discard(key) {
      try {
        await tag(key, [pending])
      } catch (error) {
        // A 403 may also come from a missing permission, with the photo still
        // stored, so it must not count as success.
        if (statusOf(error) !== 404) throw error
      }
    },
  }
}
