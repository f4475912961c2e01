import { describe, expect } from 'vitest'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { type Overheard, overhear } from '../support/overheard.ts'
import { textIn } from '../support/read-response.ts'
import { type SpokenSecrets, watchSecrets } from '../support/spoken-secrets.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { mark, markedCast, personal } from './marked-people.ts'

let heard: Overheard
let spoken: SpokenSecrets
const ourSecrets: string[] = []

const it = testWithStack(async () => {
  const keys = await makeKeys(new Date())
  ourSecrets.push(...[...keys.sealing, ...keys.refresh, ...keys.hashing].map(({ key }) => key))
  ourSecrets.push(...keys.signing.map(({ jwk }) => String(jwk['d'])))
  return {
    personas: markedCast,
    environment: {
      IEUM_SECRETS: JSON.stringify(keys),
      KAKAO_CLIENT_SECRET: `${mark}-client-secret`,
      KAKAO_ADMIN_KEY: `${mark}-admin-key`,
    },
  }
})
it.beforeAll(() => {
  spoken = watchSecrets()
  heard = overhear()
})
it.afterAll(() => {
  heard.stop()
  spoken.stop()
})
it.afterEach(({ stack }) => {
  stack.kakao.heal()
  expectSilence(stack)
})

/** Throws with the secret in the text, if any. */
function expectSilence(stack: TestStack): void {
  const text = [heard.everything(), JSON.stringify(stack.log())].join('\n')
  const atProvider = stack.kakao.requests.flatMap(({ params }) =>
    ['code', 'code_verifier', 'target_id'].flatMap((name) => params[name] ?? []),
  )
  const secrets = [...personal, ...ourSecrets, ...spoken.values, ...atProvider]
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
}

async function wholeLife(person: Visitor, how: 'redirect' | 'direct'): Promise<void> {
  await person[how]('whole')
  if (person.outcome['outcome'] === 'registration_required') await person.register()
  expect(person.outcome['outcome']).toBe('signed_in')
  expect((await person.me()).status).toBe(200)
  expect((await person.refresh()).status).toBe(200)
}

describe('no secret and no personal data is logged', () => {
  it('for a person who signs up, returns, renews and signs out', async ({ stack }) => {
    const [web, app] = [visitor(stack), visitor(stack, { client: 'app' })]
    await wholeLife(web, 'redirect')
    await wholeLife(app, 'direct')
    for (const kind of ['idToken', 'accessToken'] as const) {
      const native = visitor(stack, { client: 'app' })
      expect((await native.native('whole', kind)).status).toBe(200)
      expect((await native.logout({ everywhere: true })).status).toBe(204)
    }
    expect((await web.logout()).status).toBe(204)
    expect(heard.log.join('\n')).toMatch(/"route":"register".*"outcome":"signed_in"/)
    expect([...spoken.values]).toEqual(
      expect.arrayContaining([web.accessToken, app.accessToken, app.refreshToken]),
    )
    expect(spoken.values.size).toBeGreaterThan(30)
  })

  it('for a stolen refresh token', async ({ stack }) => {
    const app = visitor(stack, { client: 'app' })
    await wholeLife(app, 'direct')
    const stolen = app.refreshToken
    await app.refresh()
    await app.refresh()
    stack.advanceClock(60)
    expect((await app.refresh({ refreshToken: stolen })).status).toBe(401)
    expect(heard.log.join('\n')).toContain('refresh_token_reused')
  })

  it('for a member who links a second account, and removes it', async ({ stack }) => {
    const web = visitor(stack)
    const { body } = await web.redirect('twin')
    expect(body['outcome']).toBe('link_confirmation_required')
    const answer = { linkToken: body['linkToken'], codeVerifier: web.secret.codeVerifier, consent: true }
    const linked = await web.call('POST', '/link', { body: answer })
    expect(linked.body['outcome']).toBe('signed_in')
    const bearer = textIn(linked, 'accessToken')
    const removed = { provider: 'kakao', subject: '7310000000000000916' }
    expect((await web.call('POST', '/unlink', { bearer, body: removed })).status).toBe(200)
  })

  it('for a member who signs up by e-mail, and returns by password or code', async ({ stack }) => {
    const web = visitor(stack)
    const { clientId, call } = web
    const [to, password] = [`${mark}.mail@example.com`, `${mark} battery staple 7319`]
    const prove = async (purpose: string) => {
      const started = await call('POST', '/verification', { body: { channel: 'email', to, purpose } })
      const verificationId = textIn(started, 'verificationId')
      const code = /\b\d{6}\b/.exec((await stack.outbox()).at(-1)?.text ?? '')?.[0]
      const confirmed = await call('POST', '/verification/confirm', { body: { verificationId, code } })
      stack.advanceClock(60)
      return textIn(confirmed, 'verificationToken')
    }
    const consents = ['service', 'privacy'].map((tag) => ({ tag, version: '2026-01', agreed: true }))
    const form = { clientId, verificationToken: await prove('sign_up'), password, name: '최카나리', consents }
    expect(await call('POST', '/register', { body: form })).toMatchObject({ status: 201 })
    const known = { clientId, identifier: to, password }
    expect(await call('POST', '/login/password', { body: known })).toMatchObject({ status: 200 })
    const guessed = { ...known, password: `${mark} guess` }
    expect(await call('POST', '/login/password', { body: guessed })).toMatchObject({ status: 401 })
    const shown = { clientId, verificationToken: await prove('sign_in') }
    expect(await call('POST', '/login/code', { body: shown })).toMatchObject({ status: 200 })
  })

  it('for a refused visitor', async ({ stack }) => {
    for (const how of ['redirect', 'direct'] as const) {
      expect((await visitor(stack)[how]('refusing', { refuse: ['account_email'] })).status).toBe(400)
      expect((await visitor(stack)[how]('child')).status).toBe(403)
      expect((await visitor(stack)[how]('refusing', { cancel: true })).status).toBe(400)
    }
    const mallory = visitor(stack)
    await mallory.startDirect()
    const foreign = stack.kakao.foreignAccessToken('whole')
    expect((await mallory.finishDirect({ accessToken: foreign })).status).toBe(401)
    await mallory.startDirect()
    expect((await mallory.finishDirect({ idToken: stack.kakao.signIdToken() })).status).toBe(400)
  })

  it('for the responses of a failing provider', async ({ stack }) => {
    const said = JSON.stringify({
      msg: `${mark} failed`,
      error: mark,
      error_code: mark,
      id: mark,
      code: mark,
    })
    const faults = [
      'server_error',
      'unavailable',
      'rate_limited',
      'nonsense',
      'truncated',
      'reset',
      'wrong_content_type',
      { redirectTo: `https://${mark}.example/` },
      { status: 200, body: said },
      { status: 400, body: said },
      { status: 500, body: said },
    ] as const
    for (const path of ['/oauth/token', '/v2/user/me', '/v1/user/unlink']) {
      for (const fault of faults) {
        stack.kakao.fail(path, fault)
        await visitor(stack).direct('child')
      }
      stack.kakao.heal()
    }
    expect(heard.log.join('\n')).toContain('disconnection_failed')
  })

  it('for a provider that does not sign out', async ({ stack }) => {
    const app = visitor(stack, { client: 'app' })
    await wholeLife(app, 'direct')
    stack.kakao.fail('/v1/user/logout', { status: 500, body: `{"msg":"${mark}"}` })
    expect((await app.logout()).status).toBe(204)
    expect(heard.log.join('\n')).toContain('provider_logout_failed')
  })
})
