import { required, type Variables } from '../config/variables.ts'
import type { Uploads } from '../flows/ports/uploads.ts'
import { createRequestHandler } from './request-handler.ts'

/** Uploads in Amazon S3. The client is loaded on first use. */
export function uploadsInS3(variables: Variables): Uploads {
  let uploads: Promise<Uploads> | undefined
  const load = async (): Promise<Uploads> => {
    const { createUploads, S3Client } = await import('../uploads/s3-uploads.ts')
    const client = new S3Client({ maxAttempts: 2, requestHandler: createRequestHandler() })
    return createUploads(client, required(variables, 'IEUM_UPLOAD_BUCKET'))
  }
  const loaded = (): Promise<Uploads> => {
    uploads ??= load()
    return uploads
  }
  return {
    form: async (key, type, seconds) => (await loaded()).form(key, type, seconds),
    keep: async (key) => (await loaded()).keep(key),
    discard: async (key) => (await loaded()).discard(key),
  }
}
