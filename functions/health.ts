import { door } from '../lib/http/door.ts'
import { ok } from '../lib/http/response/response.ts'
import { routes } from '../lib/routes/routes.ts'

/** Also stands behind `$default`: whatever is no door is answered with our own 404. */
export const handler = door(routes.health, {
  'GET /health': async () => ok({ status: 'ok' }),
})
