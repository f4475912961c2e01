import { decodeJwt } from 'jose'
import { isPendingId, isTokenId } from '../../lib/domain/values/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import type { TestResponse } from '../support/caller.ts'
import { comeBack, mailedToken, pausedMember } from '../support/reactivation-steps.ts'
import { textIn } from '../support/read-response.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'

/** All tokens that a user of the service holds. */
export const kinds = [
  'access',
  'refresh',
  'device',
  'register',
  'link',
  'reactivation',
  'ticket',
  'direct_transaction',
  'redirect_transaction',
  'kakao_id_token',
  'kakao_access_token',
  'kakao_code',
] as const
export type Kind = (typeof kinds)[number]

const refusal = (accepts: Kind, status: number, code: string) => ({
  accepts,
  refuses: { status, body: { code } },
})

/** The doors that accept a token: its kind, and the response to every other kind. */
export const doors = {
  'GET /me': refusal('access', 401, 'invalid_token'),
  'POST /token to renew': refusal('refresh', 401, 'invalid_token'),
  'POST /token with a ticket': refusal('ticket', 400, 'invalid_ticket'),
  'POST /register': refusal('register', 401, 'invalid_token'),
  'POST /reactivate': refusal('reactivation', 401, 'invalid_token'),
  'POST /callback with a transaction': refusal('direct_transaction', 400, 'invalid_transaction'),
  'GET /callback with a cookie': refusal('redirect_transaction', 400, 'invalid_transaction'),
  'POST /callback with an id_token': refusal('kakao_id_token', 400, 'provider_grant_invalid'),
  'POST /callback with an access token': refusal('kakao_access_token', 400, 'provider_grant_invalid'),
  'POST /callback with a code': refusal('kakao_code', 400, 'provider_grant_invalid'),
} as const
export type DoorName = keyof typeof doors

/** One token of each kind, and for each door the place of a token. */
export interface Keyring {
  readonly tokens: Readonly<Record<Kind, string>>
  /** Shows a token together with all other input of the door, which is valid. */
  readonly show: Readonly<Record<DoorName, (token: string) => Promise<TestResponse>>>
}

const queryOf = (url: string): Readonly<Record<string, string>> =>
  Object.fromEntries(new URL(url).searchParams)

/** A direct visit of Minji's phone, and an id_token for it. */
async function started(stack: TestStack) {
  const phone = visitor(stack, { client: 'app' })
  const nonce = textIn(await phone.startDirect(), 'nonce')
  return { phone, idToken: stack.kakao.nativeTokens('minji', { nonce }).idToken }
}

/** A browser of Minji on its way back from Kakao, with the one cookie of its visit. */
async function returning(stack: TestStack) {
  const browser = visitor(stack)
  await browser.startRedirect()
  const callback = browser.consent('minji')
  const [[cookie, sealed] = ['', '']] = Object.entries(browser.cookies.all())
  return { callback, cookie, sealed }
}

/** A browser of Minji with a ticket. */
async function ticketed(stack: TestStack) {
  const browser = visitor(stack)
  await browser.startRedirect()
  const { headers } = await browser.arrive('minji')
  return { browser, ticket: queryOf(headers.get('location') ?? '')['ticket'] ?? '' }
}

/** A link token from our key, for the visit and the id of a register token. */
async function linkTokenLike(registerToken: string): Promise<string> {
  const { jti, pending } = decodeJwt<{ pending: unknown }>(registerToken)
  if (!isTokenId(jti) || !isPendingId(pending)) throw new Error('a register token names its visit')
  return (await (await world()).tokens.flow.issue('link', { tokenId: jti, pendingId: pending })).token
}

/** Signs Minji up, keeps Eunbi pending, and begins a visit for each door, up to the token of that door. */
export async function keyringOf(stack: TestStack): Promise<Keyring> {
  const minji = visitor(stack, { client: 'app' })
  await minji.signUp('minji')
  const waiting = visitor(stack, { client: 'app' })
  const register = textIn(await waiting.redirect('eunbi'), 'registerToken')
  const paused = await pausedMember(stack, 'paused@example.com')
  const reactivation = await mailedToken(stack, paused, 'paused@example.com')
  const [begun, byIdToken, byAccessToken, byCode, back, redeeming] = await Promise.all([
    started(stack),
    started(stack),
    started(stack),
    started(stack),
    returning(stack),
    ticketed(stack),
  ])
  const { code = '', state = '' } = queryOf(byCode.phone.consent('minji'))
  const { call } = visitor(stack, { client: 'app' })
  return {
    tokens: {
      access: minji.accessToken ?? '',
      refresh: minji.refreshToken ?? '',
      device: String(minji.outcome['deviceToken']),
      register,
      link: await linkTokenLike(register),
      reactivation,
      ticket: redeeming.ticket,
      direct_transaction: begun.phone.transaction,
      redirect_transaction: back.sealed,
      kakao_id_token: byIdToken.idToken,
      kakao_access_token: stack.kakao.nativeTokens('minji', {}).accessToken,
      kakao_code: code,
    },
    show: {
      'GET /me': (bearer) => call('GET', '/me', { bearer }),
      'POST /token to renew': (refreshToken) => call('POST', '/token', { body: { refreshToken } }),
      'POST /token with a ticket': (ticket) => redeeming.browser.redeem(ticket),
      'POST /register': (registerToken) => waiting.register({ registerToken }),
      'POST /reactivate': (token) => comeBack(stack, token),
      'POST /callback with a transaction': (transaction) =>
        begun.phone.finishDirect({ transaction, idToken: begun.idToken }),
      'GET /callback with a cookie': (sealed) =>
        visitor(stack).call('GET', back.callback, { headers: { cookie: `${back.cookie}=${sealed}` } }),
      'POST /callback with an id_token': (idToken) => byIdToken.phone.finishDirect({ idToken }),
      'POST /callback with an access token': (accessToken) =>
        byAccessToken.phone.finishDirect({ accessToken }),
      'POST /callback with a code': (shown) => byCode.phone.finishDirect({ code: shown, state }),
    },
  }
}
