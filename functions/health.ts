import { door } from '../lib/http/door.ts'
import { ok } from '../lib/http/response/response.ts'

/** Also serves `$default`, so an unknown route gets our own 404. */
export const handler = door('health', {
  'GET /health': async () => ok({ status: 'ok' }),
})
