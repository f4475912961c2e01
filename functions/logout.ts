import * as v from 'valibot'
import { logout } from '../lib/flows/logout.ts'
import { bearerOf } from '../lib/http/bearer.ts'
import { door } from '../lib/http/door.ts'
import { token } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { noContent } from '../lib/http/reply.ts'
import { forgetRefresh, refreshFromCookie } from '../lib/http/web-session.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'
import { settings } from '../lib/stage.ts'

const body = v.strictObject({ everywhere: v.optional(v.boolean(), false), refreshToken: v.optional(token) })

export const handler = door(routes.logout, {
  'POST /logout': async (request) => {
    const { everywhere, refreshToken } = readBody(request, body)
    const { clients } = settings()
    const shown = refreshToken ?? refreshFromCookie(clients, request)?.token
    await logout(await world(), { bearer: bearerOf(request), refreshToken: shown, everywhere })
    return noContent(forgetRefresh(clients, request))
  },
})
