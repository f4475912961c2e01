import { settings } from '../lib/config/current-stage.ts'
import { logout } from '../lib/flows/logout.ts'
import { door } from '../lib/http/door.ts'
import { bearerOf } from '../lib/http/request/bearer.ts'
import { logoutBody } from '../lib/http/request/bodies/account.ts'
import { readBody } from '../lib/http/request/input.ts'
import { noContent } from '../lib/http/response/response.ts'
import { forgetRefresh, refreshFromCookie } from '../lib/http/response/web-session.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('logout', {
  'POST /logout': async (request) => {
    const { everywhere, refreshToken } = readBody(request, logoutBody)
    const { clients } = settings()
    const presented = refreshToken ?? refreshFromCookie(clients, request)?.token
    await logout(await world(), { bearer: bearerOf(request), refreshToken: presented, everywhere })
    return noContent(forgetRefresh(clients, request))
  },
})
