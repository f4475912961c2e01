import { addPasskey, startPasskey } from '../lib/flows/account/add-passkey.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { emptyBody } from '../lib/http/request/bodies/account.ts'
import { addPasskeyBody } from '../lib/http/request/bodies/passkeys.ts'
import { readBody } from '../lib/http/request/input.ts'
import { created, ok } from '../lib/http/response/response.ts'
import { world as plainWorld } from '../lib/runtime/world.ts'
import { withAuthenticators } from '../lib/webauthn/with-authenticators.ts'

const world = withAuthenticators(plainWorld)

export const handler = door('passkeys', {
  'POST /me/passkeys/options': async (request) => {
    const asked = { bearer: requireBearer(request), ...readBody(request, emptyBody) }
    return ok(await startPasskey(await world(), asked))
  },
  'POST /me/passkeys': async (request) => {
    const given = { bearer: requireBearer(request), ...readBody(request, addPasskeyBody) }
    return created(await addPasskey(await world(), given))
  },
})
