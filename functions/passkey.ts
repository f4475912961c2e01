import { removePasskey, renamePasskey } from '../lib/flows/account/passkey.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { renamePasskeyBody } from '../lib/http/request/bodies/passkeys.ts'
import { passkeyOf, readBody } from '../lib/http/request/input.ts'
import { noContent, ok } from '../lib/http/response/response.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('passkey', {
  'PATCH /me/passkeys/{id}': async (request) => {
    const of = { bearer: requireBearer(request), id: passkeyOf(request) }
    return ok(await renamePasskey(await world(), { ...of, ...readBody(request, renamePasskeyBody) }))
  },
  'DELETE /me/passkeys/{id}': async (request) => {
    await removePasskey(await world(), { bearer: requireBearer(request), id: passkeyOf(request) })
    return noContent()
  },
})
