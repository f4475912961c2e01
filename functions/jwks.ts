import { door } from '../lib/http/door.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

/** Services cache the keys and fetch them again when they meet an unknown `kid`. */
const headers = { 'cache-control': 'public, max-age=300' }

export const handler = door(routes.jwks, {
  'GET /.well-known/jwks.json': async () => {
    const { tokens } = await world()
    return { status: 200, body: tokens.publicKeys, contentType: 'application/jwk-set+json', headers }
  },
})
