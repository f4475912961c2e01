/**
 * Replaces the S3 client and the form signer in functions whose routes touch no uploads, since even unused
 * code in a bundle costs time at a cold start.
 */
export class S3Client {
  send(): never {
    throw new Error('this function must not touch uploads, since its route does not')
  }
}

/** The unused command. */
export class PutObjectTaggingCommand {}

/** The unused error. */
export class S3ServiceException extends Error {}

/** The unused form signer. */
export function createPresignedPost(): never {
  throw new Error('this function must not start uploads, since its route does not')
}
