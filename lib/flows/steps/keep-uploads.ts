import type { Attributes } from '../../domain/member/attributes.ts'
import {
  type NamedUpload,
  newUploads,
  type UploadOwner,
  uploadFault,
  uploadOwner,
  uploadsIn,
} from '../../domain/member/upload.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'

/** The owner of uploads: a pending visit, a proven address that signs up, or a member. */
export type Uploader = `visit:${string}` | `address:${string}` | `member:${string}`

/** The prefix of an uploader's keys. */
export const uploadOwnerOf = (world: Pick<World, 'hashes'>, uploader: Uploader): UploadOwner =>
  uploadOwner(world.hashes.hash('upload', uploader))

/** An uploader's change of attributes. */
export interface ChangedAttributes {
  readonly uploader: Uploader
  readonly attributes: Attributes
  /** The attributes before the change. */
  readonly before?: Attributes
}

/** The uploads that a change keeps and drops. */
export interface KeptUploads {
  readonly added: readonly NamedUpload[]
  readonly left: readonly NamedUpload[]
}

/**
 * Keeps the new uploads of attributes before the attributes are written: an unreferenced photo is
 * a smaller loss than a deleted photo that a member refers to. Throws `invalid_request` for
 * uploads of others and for missing ones.
 */
export async function keepUploads(
  world: Pick<World, 'attributes' | 'hashes' | 'uploads' | 'report'>,
  changed: ChangedAttributes,
): Promise<KeptUploads> {
  const { uploader, attributes, before = {} } = changed
  const now = uploadsIn(world.attributes, attributes)
  const then = uploadsIn(world.attributes, before)
  const added = newUploads(now, then, uploadOwnerOf(world, uploader))
  const results = await Promise.all(
    added.map(async (upload) => ({ upload, result: await world.uploads.keep(upload.key) })),
  )
  const missing = results.filter(({ result }) => result === 'not_there').map(({ upload }) => upload)
  if (missing.length > 0) {
    await discardUploads(
      world,
      added.filter((upload) => !missing.includes(upload)),
    )
    throw new Problem('invalid_request', { errors: missing.map(uploadFault) })
  }
  return { added, left: then.filter(({ key }) => !now.some((upload) => upload.key === key)) }
}

/**
 * Gives up uploads that nothing refers to any more. A failure leaves the upload in place and is
 * reported. Gives whether all were discarded.
 */
export async function discardUploads(
  world: Pick<World, 'uploads' | 'report'>,
  uploads: readonly NamedUpload[],
): Promise<boolean> {
  const results = await Promise.allSettled(uploads.map(({ key }) => world.uploads.discard(key)))
  const failed = results.filter(({ status }) => status === 'rejected').length
  if (failed > 0) world.report({ event: 'uploads_not_discarded', count: failed })
  return failed === 0
}
