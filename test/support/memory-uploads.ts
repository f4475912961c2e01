import type { UploadKey } from '../../lib/domain/member/upload.ts'
import type { Uploads } from '../../lib/flows/ports/uploads.ts'

/** An uploaded file, and whether it is kept. */
export type Uploaded = Map<UploadKey, 'pending' | 'kept'>

/** The port of uploads over a plain map. A form gives the key under which a story may put a file. */
export const memoryUploads = (uploaded: Uploaded): Uploads => ({
  form: async (key, type) => ({ url: 'https://uploads.example.com/', fields: { key, 'Content-Type': type } }),
  async keep(key) {
    if (!uploaded.has(key)) return 'not_there'
    uploaded.set(key, 'kept')
    return 'kept'
  },
  async discard(key) {
    uploaded.set(key, 'pending')
  },
})
