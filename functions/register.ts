import { registerByAddress } from '../lib/flows/address-registration.ts'
import { register } from '../lib/flows/register.ts'
import { door } from '../lib/http/door.ts'
import { readRegistration } from '../lib/http/registration-request.ts'
import { outcomeReply } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

export const handler = door(routes.register, {
  'POST /register': async (request) => {
    const asked = readRegistration(request)
    if (asked.kind === 'address')
      return outcomeReply(await registerByAddress(await world(), asked), request.locale)
    return outcomeReply(await register(await world(), asked), request.locale)
  },
})
