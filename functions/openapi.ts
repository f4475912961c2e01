import { door } from '../lib/http/door.ts'
import { openapi } from '../lib/http/openapi.ts'
import { routes } from '../lib/routes.ts'
import { settings } from '../lib/stage.ts'

/** Says the same until the next deployment. */
const headers = { 'cache-control': 'public, max-age=300' }

export const handler = door(routes.openapi, {
  'GET /openapi.json': async () => ({ status: 200, body: openapi(settings().origin), headers }),
})
