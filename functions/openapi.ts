import { settings } from '../lib/config/current-stage.ts'
import { offeredProviders } from '../lib/config/offered-providers.ts'
import { door } from '../lib/http/door.ts'
import { openapi } from '../lib/http/openapi/openapi.ts'
import { problemGuidePage } from '../lib/http/problems/guide-page.ts'
import { problemOf } from '../lib/http/request/input.ts'

/** What this route answers changes only with a deployment. */
const headers = { 'cache-control': 'public, max-age=300' }

export const handler = door('openapi', {
  'GET /openapi.json': async () => {
    const stage = settings()
    const { origin, doors, passkeys } = stage
    const offered = { doors, offersPasskeys: passkeys !== null, providers: offeredProviders(stage) }
    return { status: 200, body: openapi(origin, offered), headers }
  },
  'GET /problems/{code}': async (request) => ({
    status: 200,
    body: problemGuidePage(problemOf(request), request.locale),
    contentType: 'text/html; charset=utf-8',
    headers: { ...headers, vary: 'Origin, Accept-Language' },
  }),
})
