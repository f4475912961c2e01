import * as v from 'valibot'
import { changeMe } from '../lib/flows/account/change-me.ts'
import { me } from '../lib/flows/account/me.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import {
  attributes,
  birthDate,
  gender,
  locale,
  password,
  personName,
  token,
} from '../lib/http/request/fields.ts'
import { readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

const changes = v.strictObject({
  verificationToken: v.optional(token),
  password: v.optional(v.nullable(password)),
  name: v.optional(personName),
  nickname: v.optional(personName),
  birth: v.optional(birthDate),
  gender: v.optional(gender),
  locale: v.optional(locale),
  attributes: v.optional(attributes),
})

export const handler = door(routes.me, {
  'GET /me': async (request) => ok(await me(await world(), requireBearer(request))),
  'PATCH /me': async (request) => {
    const by = { bearer: requireBearer(request) }
    return ok(await changeMe(await world(), { ...by, ...readBody(request, changes) }))
  },
})
