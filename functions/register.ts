import * as v from 'valibot'
import { isProviderId, type ProviderId } from '../lib/domain/identity.ts'
import { register } from '../lib/flows/register.ts'
import { door } from '../lib/http/door.ts'
import { codeVerifier, consents, personName, subject, token } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { outcomeReply } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

const body = v.strictObject({
  registerToken: token,
  codeVerifier,
  provider: v.custom<ProviderId>(isProviderId),
  subject,
  name: v.optional(personName),
  consents: v.optional(consents, []),
})

export const handler = door(routes.register, {
  'POST /register': async (request) => {
    const form = { ...readBody(request, body), locale: request.locale }
    return outcomeReply(await register(await world(), form))
  },
})
