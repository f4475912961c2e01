import { settings } from '../lib/config/current-stage.ts'
import { offeredProviders } from '../lib/config/offered-providers.ts'
import { door } from '../lib/http/door.ts'
import { openapi } from '../lib/http/openapi/openapi.ts'

/** The document changes only with a deployment. */
const headers = { 'cache-control': 'public, max-age=300' }

export const handler = door('openapi', {
  'GET /openapi.json': async () => {
    const stage = settings()
    const { origin, doors, passkeys } = stage
    const offered = { doors, offersPasskeys: passkeys !== null, providers: offeredProviders(stage) }
    return { status: 200, body: openapi(origin, offered), headers }
  },
})
