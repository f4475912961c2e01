import { settings } from '../lib/config/current-stage.ts'
import { door } from '../lib/http/door.ts'
import { discoveryDocument } from '../lib/http/response/discovery.ts'
import type { HttpResponse } from '../lib/http/response/response.ts'
import { world } from '../lib/runtime/world.ts'

/** Services cache the keys and fetch them again when they meet an unknown `kid`. */
const headers = { 'cache-control': 'public, max-age=300' }

const discovery = async (): Promise<HttpResponse> => {
  const { origin, tokens } = settings()
  return { status: 200, body: discoveryDocument(origin, tokens), headers }
}

export const handler = door('jwks', {
  'GET /.well-known/jwks.json': async () => {
    const { tokens } = await world()
    return { status: 200, body: tokens.publicKeys, contentType: 'application/jwk-set+json', headers }
  },
  'GET /.well-known/openid-configuration': discovery,
  'GET /.well-known/oauth-authorization-server': discovery,
})
