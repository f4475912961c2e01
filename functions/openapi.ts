import { settings } from '../lib/config/current-stage.ts'
import { door } from '../lib/http/door.ts'
import { openapi } from '../lib/http/openapi/openapi.ts'

/** The document changes only with a deployment. */
const headers = { 'cache-control': 'public, max-age=300' }

export const handler = door('openapi', {
  'GET /openapi.json': async () => {
    const { origin, doors } = settings()
    return { status: 200, body: openapi(origin, doors), headers }
  },
})
