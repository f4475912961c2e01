import type { Brand } from '../values/brand.ts'
import type { Bilingual } from '../values/locale.ts'
import { type InputFault, Problem } from '../values/problem.ts'
import type { AttributeRules, Attributes } from './attributes.ts'

/** The name of an upload: its owner and 256 random bits. */
export type UploadKey = Brand<string, 'UploadKey'>

/** The owner of an upload as a keyed hash, so that a key reveals no member. */
export type UploadOwner = Brand<string, 'UploadOwner'>

/** Picture formats that every browser shows and that cannot contain scripts, unlike SVG. */
export const uploadTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
export type UploadType = (typeof uploadTypes)[number]

/** The maximum size of one upload in bytes. */
export const maxUploadBytes = 5 * 1024 * 1024

const ownerLength = 22
const isOwner = (text: string): text is UploadOwner => /^[A-Za-z0-9_-]{22}$/.test(text)
const isKey = (text: string): text is UploadKey => /^[A-Za-z0-9_-]{22}\/[A-Za-z0-9_-]{43}$/.test(text)

/**
 * The owner from a keyed hash (256 bits in base64url): its first 132 bits.
 * Throws an `Error` for anything else.
 */
export function uploadOwner(hash: string): UploadOwner {
  const owner = hash.slice(0, ownerLength)
  if (!isOwner(owner)) throw new Error('an upload owner must be a hash')
  return owner
}

/**
 * The key of a new upload. Takes 256 random bits in base64url as `secret`;
 * throws an `Error` for anything else.
 */
export function uploadKey(owner: UploadOwner, secret: string): UploadKey {
  const key = `${owner}/${secret}`
  if (!isKey(key)) throw new Error('an upload key needs a random secret')
  return key
}

/** An upload key in attributes, with its JSON Pointer. */
export interface NamedUpload {
  readonly key: UploadKey
  readonly pointer: string
}

/** The uploads in attributes, each once. The schema has already refused values that are no keys. */
export function uploadsIn({ uploads }: AttributeRules, attributes: Attributes): readonly NamedUpload[] {
  const named = uploads.flatMap((name): NamedUpload[] => {
    const value = attributes[name]
    const isList = Array.isArray(value)
    return [value].flat().flatMap((key: unknown, index) => {
      const pointer = `/attributes/${name}${isList ? `/${index}` : ''}`
      return typeof key === 'string' && isKey(key) ? [{ key, pointer }] : []
    })
  })
  return [...new Map(named.map((upload) => [upload.key, upload])).values()]
}

const noSuchUpload: Bilingual = {
  ko: '올린 사진을 찾을 수 없습니다. 사진을 다시 올려 주세요.',
  en: 'is not one of your uploads; please upload the photo again',
}

/** The fault of a missing upload, or of another person's. Both have the same message. */
export const uploadFault = ({ pointer }: NamedUpload): InputFault => ({
  pointer,
  detail: noSuchUpload,
})

/** Whether a key belongs to an owner. */
export const isOwnedBy = (owner: UploadOwner, key: UploadKey): boolean => key.startsWith(`${owner}/`)

/**
 * The uploads in attributes that were not in them `before`. Throws
 * `invalid_request` for uploads of another owner.
 */
export function newUploads(
  named: readonly NamedUpload[],
  before: readonly NamedUpload[],
  owner: UploadOwner,
): readonly NamedUpload[] {
  const known = new Set(before.map(({ key }) => key))
  const added = named.filter(({ key }) => !known.has(key))
  const errors = added.filter(({ key }) => !isOwnedBy(owner, key)).map(uploadFault)
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  return added
}
