import { startPasskeyLogin } from '../lib/flows/passkey-options.ts'
import { door } from '../lib/http/door.ts'
import { bearerOf } from '../lib/http/request/bearer.ts'
import { passkeyOptionsBody } from '../lib/http/request/bodies/passkeys.ts'
import { readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('passkey-options', {
  'POST /login/passkey/options': async (request) => {
    const asked = { bearer: bearerOf(request), ...readBody(request, passkeyOptionsBody) }
    return ok(await startPasskeyLogin(await world(), asked))
  },
})
