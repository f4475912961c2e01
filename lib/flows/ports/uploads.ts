import type { UploadKey, UploadType } from '../../domain/member/upload.ts'

/** A form that a client posts a file with, straight to where uploads are kept. */
export interface UploadForm {
  readonly url: string
  /** Go into the form as they are, before the file. */
  readonly fields: Readonly<Record<string, string>>
}

/** What visitors and members upload. Whatever nobody keeps is deleted within days. */
export interface Uploads {
  /** A form that takes one file of this type under this key, for so many seconds. */
  form(key: UploadKey, type: UploadType, seconds: number): Promise<UploadForm>
  /** Keeps an upload for good. `not_there`: nothing was uploaded, or it is gone. */
  keep(key: UploadKey): Promise<'kept' | 'not_there'>
  /** Keeps an upload no longer; one that is gone already is no fault. */
  discard(key: UploadKey): Promise<void>
}
