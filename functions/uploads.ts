import { startUpload } from '../lib/flows/uploads.ts'
import { door } from '../lib/http/door.ts'
import { created } from '../lib/http/reply.ts'
import { readUpload } from '../lib/http/upload-request.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

export const handler = door(routes.uploads, {
  'POST /uploads': async (request) => {
    const { proof, contentType } = readUpload(request)
    return created(await startUpload(await world(), proof, contentType))
  },
})
