import { showTerms } from '../lib/flows/visit/answer.ts'
import { door } from '../lib/http/door.ts'
import { ok } from '../lib/http/reply.ts'
import { routes } from '../lib/routes.ts'
import { settings } from '../lib/stage.ts'

export const handler = door(routes.terms, {
  'GET /terms': async (request) => ok({ terms: showTerms(settings().terms, request.locale) }),
})
