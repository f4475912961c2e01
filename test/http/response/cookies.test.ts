import { describe, expect, it } from 'vitest'
import { isSealedTicket } from '../../../lib/domain/values/ids.ts'
import { cookieNamed } from '../../../lib/http/request/request.ts'
import {
  oauthRequestCookie,
  refreshCookie,
  setCookie,
  ticketCookie,
} from '../../../lib/http/response/cookies.ts'
import { forgetRefresh, placeRefresh, refreshFromCookie } from '../../../lib/http/response/web-session.ts'
import { secrets } from '../../../lib/tokens/secrets.ts'
import { requestOf } from '../../support/events.ts'
import { clientId, sure } from '../../support/people.ts'
import { stage } from '../../support/world.ts'

const { clients } = stage
const ticket = sure([`${secrets.random()}${secrets.random()}.kid`].find(isSealedTicket))
const ours = 'https://www.example.com'
const refresh = `${refreshCookie('web')}=a-refresh-token`

describe('a cookie', () => {
  it('is pinned to this host and hidden from scripts', () => {
    expect(setCookie('__Host-ieum-x', 'value', { sameSite: 'Lax', maxAge: 600 })).toBe(
      '__Host-ieum-x=value; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax',
    )
  })

  it('has a valid name for every state, ticket and client', () => {
    const names = [
      oauthRequestCookie(secrets.random()),
      ticketCookie(ticket),
      ...clients.map(({ id }) => refreshCookie(id)),
    ]
    expect(names.filter((name) => !/^__Host-[A-Za-z0-9._-]+$/.test(name))).toEqual([])
  })

  it('differs for every visit, so visits can run in parallel', () => {
    expect(oauthRequestCookie(secrets.random())).not.toBe(oauthRequestCookie(secrets.random()))
  })
})

describe('cookies of a request', () => {
  const request = (...cookies: string[]) => requestOf('GET /me', { cookies })

  it('are found by their exact name', () => {
    const shown = request('a=1', ' __Host-a = 2 ', 'A=3', 'aa=4', 'empty=', 'bare')
    expect(cookieNamed(shown, 'a')).toBe('1')
    expect(cookieNamed(shown, '__Host-a')).toBe('2')
    expect(cookieNamed(shown, 'empty')).toBe('')
    expect(cookieNamed(shown, 'bare')).toBe('')
    expect(cookieNamed(shown, 'b')).toBeUndefined()
  })

  it('keep everything after the first equals sign', () => {
    expect(cookieNamed(request('a=b=c=='), 'a')).toBe('b=c==')
  })

  it('count as none when two have one name', () => {
    expect(cookieNamed(request('a=ours', 'b=1', 'a=tossed'), 'a')).toBeUndefined()
  })
})

describe("a web client's refresh cookie", () => {
  const from = (origin: string | undefined, ...cookies: string[]) =>
    refreshFromCookie(clients, requestOf('POST /token', { cookies, headers: { origin } }))

  it('is read for a request from its own origin', () => {
    expect(from(ours, refresh)).toEqual({ clientId: 'web', token: 'a-refresh-token' })
  })

  it.each([undefined, 'null', 'https://attacker.example', 'https://app.example.com'])(
    'is not read for a request from %s',
    (origin) => {
      expect(from(origin, refresh)).toBeUndefined()
    },
  )

  it('is not read for a client that holds its token itself', () => {
    const mobile = [{ id: clientId('app'), type: 'mobile', redirectUris: [], origins: [ours] }] as const
    const cookies = [`${refreshCookie('app')}=a-refresh-token`]
    expect(
      refreshFromCookie(mobile, requestOf('POST /token', { cookies, headers: { origin: ours } })),
    ).toBeUndefined()
  })

  it('is set strictly for a web client, whose response then holds no token', () => {
    expect(placeRefresh(clients, clientId('web'), 'the-token', 60)).toEqual({
      cookies: [`${refreshCookie('web')}=the-token; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict`],
      inBody: {},
    })
  })

  it('is not set for a mobile client, whose response holds the token', () => {
    expect(placeRefresh(clients, clientId('app'), 'the-token', 60)).toEqual({
      cookies: [],
      inBody: { refreshToken: 'the-token' },
    })
  })

  it('is removed at the end, unless the browser did not send it', () => {
    expect(forgetRefresh(clients, requestOf('POST /logout', { cookies: ['other=1', refresh] }))).toEqual([
      `${refreshCookie('web')}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`,
    ])
  })
})
