import type { Brand } from '../values/brand.ts'
import type { Locale } from '../values/locale.ts'
import { type InputFault, Problem } from '../values/problem.ts'
import type { AttributeRules, Attributes } from './attributes.ts'

/** Names one upload: whose it is, and 256 random bits. */
export type UploadKey = Brand<string, 'UploadKey'>

/** Whom an upload belongs to: a keyed hash, so that a key in somebody's hands names no member. */
export type UploadOwner = Brand<string, 'UploadOwner'>

/** What may be uploaded: pictures that every browser shows, and that can hold no script (an SVG can). */
export const uploadTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
export type UploadType = (typeof uploadTypes)[number]

/** Bytes of one upload. */
export const maxUploadBytes = 5 * 1024 * 1024

const ownerLength = 22
const isOwner = (text: string): text is UploadOwner => /^[A-Za-z0-9_-]{22}$/.test(text)
const isKey = (text: string): text is UploadKey => /^[A-Za-z0-9_-]{22}\/[A-Za-z0-9_-]{43}$/.test(text)

/** Whoever has a hash (256 bits, base64url) as an owner: the first 132 bits of it. */
export function uploadOwner(hash: string): UploadOwner {
  const owner = hash.slice(0, ownerLength)
  if (!isOwner(owner)) throw new Error('an owner of uploads is named by a hash')
  return owner
}

/** The key of an upload that is about to be made; `secret` is random. */
export function uploadKey(owner: UploadOwner, secret: string): UploadKey {
  const key = `${owner}/${secret}`
  if (!isKey(key)) throw new Error('an upload is named by a random secret')
  return key
}

/** An upload that attributes name, and where they do. */
export interface NamedUpload {
  readonly key: UploadKey
  readonly pointer: string
}

/** The uploads that attributes name, each once; what is no key has been refused by the schema. */
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

const noSuchUpload: Readonly<Record<Locale, string>> = {
  ko: '올린 사진을 찾을 수 없습니다. 사진을 다시 올려 주세요.',
  en: 'is not one of your uploads; please upload the photo again',
}

/** What is wrong with an upload that is not the visitor's, or is not there: the same words for both. */
export const uploadFault = ({ pointer }: NamedUpload, locale: Locale): InputFault => ({
  pointer,
  detail: noSuchUpload[locale],
})

/** Whether a key was given to this owner. */
export const isOwnedBy = (owner: UploadOwner, key: UploadKey): boolean => key.startsWith(`${owner}/`)

/**
 * The uploads of attributes that are new: not on file `before`. Throws `invalid_request` for each that was given to
 * somebody else.
 */
export function newUploads(
  named: readonly NamedUpload[],
  before: readonly NamedUpload[],
  owner: UploadOwner,
  locale: Locale,
): readonly NamedUpload[] {
  const known = new Set(before.map(({ key }) => key))
  const added = named.filter(({ key }) => !known.has(key))
  const errors = added
    .filter(({ key }) => !isOwnedBy(owner, key))
    .map((upload) => uploadFault(upload, locale))
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
  return added
}
