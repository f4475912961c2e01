import { startUpload } from '../lib/flows/account/uploads.ts'
import { door } from '../lib/http/door.ts'
import { readUpload } from '../lib/http/request/upload-request.ts'
import { created } from '../lib/http/response/response.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('uploads', {
  'POST /uploads': async (request) => {
    const { proof, contentType } = readUpload(request)
    return created(await startUpload(await world(), proof, contentType))
  },
})
