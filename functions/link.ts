import * as v from 'valibot'
import { answerQuestion } from '../lib/flows/link.ts'
import { door } from '../lib/http/door.ts'
import { bearerOf } from '../lib/http/request/bearer.ts'
import { codeVerifier, token } from '../lib/http/request/fields.ts'
import { readBody } from '../lib/http/request/input.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

const yes = v.strictObject({ linkToken: token, codeVerifier, consent: v.literal(true) })
const no = v.strictObject({
  linkToken: token,
  codeVerifier,
  consent: v.literal(false),
  continueAs: v.optional(v.literal('new')),
})
const aboutLinking = v.variant('consent', [yes, no])
const aboutMerging = v.strictObject({ mergeToken: token, codeVerifier, consent: v.boolean() })
const ownAccount = v.strictObject({ registerToken: token, codeVerifier, consent: v.literal(true) })

const names = (sent: unknown, field: string): boolean =>
  typeof sent === 'object' && sent !== null && field in sent

/** The token field names the question, so that errors refer to the right schema. */
const body = v.lazy((sent) => {
  if (names(sent, 'mergeToken')) return aboutMerging
  return names(sent, 'registerToken') ? ownAccount : aboutLinking
})

export const handler = door(routes.link, {
  'POST /link': async (request) => {
    const given = { bearer: bearerOf(request), ...readBody(request, body) }
    return outcomeResponse(await answerQuestion(await world(), given), request.locale)
  },
})
