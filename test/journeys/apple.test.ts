import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { forgetWorld } from '../../lib/runtime/world.ts'
import type { OidcPersona } from '../../lib/stand-ins/oidc/persona.ts'
import { left } from '../support/closing-steps.ts'
import { settle } from '../support/people-of-the-service.ts'
import { textIn } from '../support/read-response.ts'
import { alterStage } from '../support/stage.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * What Apple alone does: its page posts the response as a form, its name comes once and unsigned, its addresses may be
 * of its relay, and its native SDK hashes the nonce and brings a code beside the id_token.
 */

const note = { ko: '시험', en: 'for a test' }
const person = (key: string, number: number, more: Partial<OidcPersona> = {}): OidcPersona => ({
  key,
  id: `00${number}.${`${number}`.padStart(32, 'b')}.0100`,
  name: '유별하',
  note,
  email: { address: `${key}@icloud.com`, verified: true },
  ...more,
})
const hidden = { address: 'x7k2m9q4wd@privaterelay.appleid.com', verified: true, relay: true } as const

const cast = [
  person('form', 2001),
  person('twice', 2002),
  person('hidden', 2003, { email: hidden }),
  person('forged', 2004),
  person('phone', 2005),
  person('declines', 2006),
  person('leaves', 2007),
  person('cancels', 2008),
  person('namesake', 2009),
  person('icloud', 2010),
  person('elsewhere', 2011, { email: { address: 'elsewhere@example.com', verified: true } }),
]

const it = testWithStack({ casts: { apple: cast }, environment: { IEUM_POLICY: '{}' } })
it.afterEach(({ stack }) => expectSoundTable(stack))

const apple = (stack: TestStack) => stack.standIns.apple
const at = (stack: TestStack, client: 'web' | 'app' = 'web'): Visitor =>
  visitor(stack, { client, provider: 'apple' })
const visitCookie = /^__Host-ieum-visit-/
const lineOf = (visit: Visitor) => visit.cookies.lines().find((line) => visitCookie.test(line)) ?? ''

describe('the form that the page of Apple posts', () => {
  it('brings the browser back with its cookie, which another site may send for this provider alone', async ({
    stack,
  }) => {
    const visit = at(stack)
    await visit.startRedirect()
    expect(lineOf(visit)).toMatch(/; Path=\/; Max-Age=3600; Secure; HttpOnly; SameSite=None$/)
    const response = await visit.arrive('form')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toMatch(/\/demo\/\?ticket=/)
    expect((await visit.redeemAt(response)).body).toMatchObject({
      outcome: 'registration_required',
      profile: { name: '유별하', email: 'form@icloud.com', emailVerified: true },
      missing: [],
    })
    const other = visitor(stack)
    await other.startRedirect()
    expect(lineOf(other)).toMatch(/SameSite=Lax$/)
  })

  it('that the browser posts again is sent on with the same ticket', async ({ stack }) => {
    const visit = at(stack)
    await visit.startRedirect()
    const url = visit.consent('form')
    const first = await visit.comeBack(url)
    const again = await visit.comeBack(url)
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect((await visit.redeemAt(again)).body).toMatchObject({ outcome: 'registration_required' })
  })

  it('from a browser that started nothing gets a page, and asks Apple for nothing', async ({ stack }) => {
    const visit = at(stack)
    await visit.startRedirect()
    const { origin, pathname, searchParams: form } = new URL(visit.consent('form'))
    const before = apple(stack).requests.length
    const response = await at(stack).call('POST', `${origin}${pathname}`, {
      form,
      headers: { accept: 'text/html' },
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
    expect(apple(stack).requests).toHaveLength(before)
  })

  it('is read at no other provider', async ({ stack }) => {
    const visit = visitor(stack)
    await visit.startRedirect()
    const { origin, pathname, searchParams: form } = new URL(visit.consent('minji'))
    const response = await visit.call('POST', `${origin}${pathname}`, { form })
    expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
  })

  it('says in Apple’s words that the person cancelled, the outcome is row 19', async ({ stack }) => {
    const visit = at(stack)
    await visit.startRedirect()
    const url = visit.consent('cancels', { cancel: true })
    expect(new URL(url).searchParams.get('error')).toBe('user_cancelled_authorize')
    expect(await visit.redeemAt(await visit.comeBack(url))).toMatchObject({
      status: 400,
      body: { code: 'provider_denied' },
    })
  })
})

describe('the name of a first consent', () => {
  it('comes again after a declined visit, since the revocation ends the consent', async ({ stack }) => {
    await settle(stack, { email: 'declines@icloud.com', password: usualPassword })
    const visit = at(stack)
    expect((await visit.redirect('declines')).body).toMatchObject({
      outcome: 'link_proof_required',
      profile: { name: '유별하' },
    })
    expect((await visit.decline()).body).toEqual({ outcome: 'declined' })
    expect(apple(stack).isConnected('declines')).toBe(false)
    expect((await at(stack).redirect('declines')).body).toMatchObject({ profile: { name: '유별하' } })
  })

  it('is missing from a second visit, and then the person writes it', async ({ stack }) => {
    await at(stack).redirect('twice')
    const { body } = await at(stack).redirect('twice')
    expect(body).toMatchObject({ outcome: 'registration_required', missing: ['name'] })
    expect(body['profile']).not.toHaveProperty('name')
  })

  it('is compared with nobody, so a forged form with a member’s name makes no full match', async ({
    stack,
  }) => {
    await settle(stack, { email: 'forged@icloud.com', name: '민지', password: usualPassword })
    const visit = at(stack)
    await visit.startRedirect()
    const url = new URL(visit.consent('forged'))
    const user = { name: { firstName: '민지', lastName: '' }, email: 'somebody.else@icloud.com' }
    url.searchParams.set('user', JSON.stringify(user))
    expect((await visit.redeemAt(await visit.comeBack(url.href))).body).toMatchObject({
      outcome: 'link_proof_required',
      profile: { email: 'forged@icloud.com' },
    })
  })

  it('registers as the member’s name', async ({ stack }) => {
    const visit = at(stack)
    await visit.redirect('namesake')
    expect(await visit.register()).toMatchObject({ status: 201, body: { outcome: 'signed_in' } })
    const { body } = await visit.call('GET', '/me', { bearer: visit.accessToken })
    expect(body).toMatchObject({ name: '유별하' })
  })
})

describe('an address of Apple’s relay', () => {
  it('proves nothing until its code came back', async ({ stack }) => {
    const visit = at(stack)
    expect((await visit.redirect('hidden')).body).toMatchObject({
      outcome: 'registration_required',
      profile: { email: hidden.address, emailVerified: false },
      verify: ['email'],
    })
    expect(await visit.registerProving(hidden.address)).toMatchObject({ status: 201 })
  })
})

describe('an address of a member', () => {
  let putBack: () => void
  beforeAll(() => {
    // A service that asks for nothing beside a verified address.
    putBack = alterStage({ policy: { full: ['email'], requiredItems: ['email'] } })
    forgetWorld()
  })
  afterAll(() => {
    putBack()
    forgetWorld()
  })

  it.for([
    ['icloud', 'runs the mailbox of, so a yes is enough', 'link_confirmation_required'],
    ['elsewhere', 'verified once, so a proof is asked for', 'link_proof_required'],
  ] as const)('(%s) that Apple %s', async ([key, _, outcome], { stack }) => {
    const [email] = [cast.find((one) => one.key === key)?.email?.address ?? '']
    await settle(stack, { email, password: usualPassword })
    expect((await at(stack).redirect(key)).body).toMatchObject({ outcome })
  })
})

describe('a native app', () => {
  const hashOf = (nonce: string) => createHash('sha256').update(nonce).digest('hex')
  async function nativeVisit(stack: TestStack, persona: string) {
    const visit = at(stack, 'app')
    const nonce = textIn(await visit.startDirect(), 'nonce')
    const { idToken, authorizationCode } = apple(stack).nativeTokens(persona, { nonce: hashOf(nonce) })
    return { visit, idToken, authorizationCode }
  }

  it('shows the id_token and the code, and the connection can be ended later', async ({ stack }) => {
    const { visit, idToken, authorizationCode } = await nativeVisit(stack, 'phone')
    const user = JSON.stringify({ name: { firstName: '별하', lastName: '유' } })
    expect((await visit.finishDirect({ idToken, authorizationCode, user })).body).toMatchObject({
      outcome: 'registration_required',
      profile: { name: '유별하' },
    })
    await visit.register()
    const again = await nativeVisit(stack, 'phone')
    expect((await again.visit.finishDirect({ idToken: again.idToken })).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
    })
    await left(again.visit)
    expect(apple(stack).isConnected('phone')).toBe(false)
  })

  it('gets no further with the code of somebody else', async ({ stack }) => {
    const own = await nativeVisit(stack, 'leaves')
    const other = await nativeVisit(stack, 'phone')
    const shown = { idToken: own.idToken, authorizationCode: other.authorizationCode }
    expect(await own.visit.finishDirect(shown)).toMatchObject({
      status: 400,
      body: { code: 'provider_grant_invalid' },
    })
  })

  it('shows a code beside an id_token at no other provider', async ({ stack }) => {
    const visit = visitor(stack, { client: 'app', provider: 'google' })
    const nonce = textIn(await visit.startDirect(), 'nonce')
    const { idToken, authorizationCode } = stack.standIns.google.nativeTokens('seoa', { nonce })
    expect(await visit.finishDirect({ idToken, authorizationCode })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/authorizationCode' }] },
    })
  })
})
