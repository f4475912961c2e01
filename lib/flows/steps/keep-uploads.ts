import type { Attributes } from '../../domain/member/attributes.ts'
import {
  type NamedUpload,
  newUploads,
  type UploadOwner,
  uploadFault,
  uploadOwner,
  uploadsIn,
} from '../../domain/member/upload.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'

/** Who can have uploads: a visit that waits, a proven address that signs up, or a member. */
export type Uploader = `visit:${string}` | `address:${string}` | `member:${string}`

/** What this uploader's keys begin with. */
export const ownerOf = (world: World, uploader: Uploader): UploadOwner =>
  uploadOwner(world.hashes.hash('upload', uploader))

/** A change of attributes, by somebody. */
export interface ChangedAttributes {
  readonly uploader: Uploader
  readonly attributes: Attributes
  /** What was on file until now. */
  readonly before?: Attributes
  readonly locale: Locale
}

/** The uploads that a change keeps, and those that it leaves behind. */
export interface KeptUploads {
  readonly added: readonly NamedUpload[]
  readonly left: readonly NamedUpload[]
}

/**
 * Keeps the uploads that are new in attributes, before the attributes are written: a photo that nobody refers to
 * is a smaller loss than one that somebody refers to and that is deleted. Throws `invalid_request` for those
 * that are not the uploader's, or not there.
 */
export async function keepUploads(world: World, changed: ChangedAttributes): Promise<KeptUploads> {
  const { uploader, attributes, before = {}, locale } = changed
  const now = uploadsIn(world.attributes, attributes)
  const then = uploadsIn(world.attributes, before)
  const added = newUploads(now, then, ownerOf(world, uploader), locale)
  const kept = await Promise.all(
    added.map(async (upload) => ({ upload, result: await world.uploads.keep(upload.key) })),
  )
  const missing = kept.filter(({ result }) => result === 'not_there').map(({ upload }) => upload)
  if (missing.length > 0) {
    await letGoAll(
      world,
      added.filter((upload) => !missing.includes(upload)),
    )
    throw new Problem('invalid_request', { errors: missing.map((upload) => uploadFault(upload, locale)) })
  }
  return { added, left: then.filter(({ key }) => !now.some((upload) => upload.key === key)) }
}

/**
 * Lets uploads go that nobody refers to. One that cannot be let go now stays; operators are told. Gives whether all
 * are gone.
 */
export async function letGoAll(world: World, uploads: readonly NamedUpload[]): Promise<boolean> {
  const results = await Promise.allSettled(uploads.map(({ key }) => world.uploads.discard(key)))
  const failed = results.filter(({ status }) => status === 'rejected').length
  if (failed > 0) world.report({ event: 'uploads_not_let_go', count: failed })
  return failed === 0
}
