import type { Uploads } from '../../flows/ports/uploads.ts'

/**
 * Replaces the uploads in functions whose routes touch none, since even unused code in a bundle costs time at a cold start.
 * Every call throws an `Error`.
 */
export const uploadsInS3 = (): Uploads => ({ form: refuse, keep: refuse, discard: refuse })

function refuse(): never {
  throw new Error('this function must not touch uploads, since its route does not')
}
