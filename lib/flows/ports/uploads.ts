import type { UploadKey, UploadType } from '../../domain/member/upload.ts'

/** A form with which a client posts a file directly to the upload storage. */
interface UploadForm {
  readonly url: string
  /** Fields that go into the form unchanged, before the file. */
  readonly fields: Readonly<Record<string, string>>
}

/** Uploads of visitors and members. An upload that nobody keeps is deleted within days. */
export interface Uploads {
  /** A form for one file of this type under this key; it works for `seconds`. */
  form(key: UploadKey, type: UploadType, seconds: number): Promise<UploadForm>
  /** Keeps an upload permanently. `not_there`: nothing was uploaded, or the file is gone. */
  keep(key: UploadKey): Promise<'kept' | 'not_there'>
  /** Gives an upload up for deletion. A missing file is no fault. */
  discard(key: UploadKey): Promise<void>
}
