/**
 * Stands in for the client of S3, and for what signs forms with it, in the functions whose routes have nothing to
 * do with uploads: they would never load them, but what is only carried along costs a cold start as well.
 */
export class S3Client {
  send(): never {
    throw new Error('this function touches no upload: its route does not say that it does')
  }
}

/** What would be sent. */
export class PutObjectTaggingCommand {}

/** What S3 would answer. */
export class S3ServiceException extends Error {}

/** What would be signed. */
export function createPresignedPost(): never {
  throw new Error('this function starts no upload: its route does not say that it does')
}
