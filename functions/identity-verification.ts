import * as v from 'valibot'
import { beginCheck, confirmCheck } from '../lib/flows/identity-verification.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { codeChallenge, codeVerifier, identityVerificationId } from '../lib/http/request/fields.ts'
import { readBody } from '../lib/http/request/input.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

const beginning = v.strictObject({ codeChallenge })
const confirmation = v.strictObject({ identityVerificationId, codeVerifier })

export const handler = door(routes['identity-verification'], {
  'POST /identity-verification': async (request) => {
    const check = { bearer: requireBearer(request), ...readBody(request, beginning) }
    return { status: 200, body: await beginCheck(await world(), check), about: { outcome: 'check_begun' } }
  },
  'POST /identity-verification/confirm': async (request) => {
    const check = { bearer: requireBearer(request), ...readBody(request, confirmation) }
    return outcomeResponse(await confirmCheck(await world(), check), request.locale)
  },
})
