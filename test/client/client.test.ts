import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { afterEach, describe, expect, vi } from 'vitest'
import { createClient, type Ieum, memoryStorage, ProblemError } from '../../client/src/index.ts'
import { clientTypes } from '../../lib/commands/client-types.ts'
import { openapi } from '../../lib/http/openapi/openapi.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { openPage } from './browser-page.ts'

const it = testWithStack(() => {
  const names = [
    '신규',
    '추가',
    '기존',
    '탭',
    '증명',
    '다시',
    '둘',
    '증거',
    '다른',
    '없음',
    '반쪽',
    '남남',
    '셋째',
    '동의',
  ]
  const keys = ['new', 'added', 'known', 'tabs', 'lost', 'again', 'twice', 'proof', 'other', 'nobody', 'half']
  keys.push('stranger', 'third', 'agreed')
  const cast = keys.map((key, index) => atKakao(key, { name: `김${names[index]}` }))
  return { casts: { kakao: cast } }
})

describe('the package', () => {
  it('has the types that the description of the API makes', () => {
    const biome = join('node_modules', '.bin', 'biome')
    const made = execFileSync(biome, ['format', '--stdin-file-path=client/src/api.ts'], {
      input: clientTypes(openapi('http://localhost:3000')),
      encoding: 'utf8',
    })
    expect(readFileSync('client/src/api.ts', 'utf8')).toBe(made)
  })

  it('is smaller than 6 KB for a browser', () => {
    const { outputFiles } = buildSync({
      entryPoints: ['client/src/index.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    })
    const [file] = outputFiles
    expect(gzipSync(file?.contents ?? '').length).toBeLessThan(6 * 1024)
    expect(file?.text).toContain('codeChallenge')
  })
})

describe('a page that leaves for a provider', () => {
  afterEach(() => vi.unstubAllGlobals())

  it.each([
    ['signIn', '/login/kakao?'],
    ['linkProvider', 'https://kauth.example/'],
    ['reauthenticate', 'https://kauth.example/'],
  ] as const)('does nothing more after %s, so no action is repeated before the visit', async (leave, to) => {
    const assign = vi.fn<(url: string) => void>()
    vi.stubGlobal('location', { href: 'http://localhost:5173/', assign })
    const ieum = createClient({
      origin: 'http://localhost:3000',
      clientId: 'spa',
      storage: memoryStorage(),
      fetch: async (url) =>
        Response.json(
          String(url).endsWith('/me') ? { id: 'one' } : { authorizationUrl: 'https://kauth.example/' },
        ),
    })
    const action = vi.fn(() => Promise.reject(new ProblemError('insufficient_user_authentication')))
    const ended = vi.fn()
    ieum.withStepUp(action, () => ieum[leave]('kakao')).then(ended, ended)
    await vi.waitFor(() => expect(assign).toHaveBeenCalledWith(expect.stringContaining(to)))
    await new Promise((resolve) => setImmediate(resolve))
    expect(action).toHaveBeenCalledOnce()
    expect(ended).not.toHaveBeenCalled()
  })

  it('sends the wishes that have a value, as a page computes them', async () => {
    const go = vi.fn<(url: string) => void>()
    const ieum = createClient({
      origin: 'http://localhost:3000',
      clientId: 'spa',
      storage: memoryStorage(),
      page: { href: () => 'http://localhost:5173/', go, clean: () => {} },
    })
    await ieum.signIn('kakao', { prompt: 'login', loginHint: undefined })
    const { searchParams } = new URL(go.mock.calls[0]?.[0] ?? '')
    expect(searchParams.get('prompt')).toBe('login')
    expect(searchParams.has('loginHint')).toBe(false)
  })
})

describe('a session', () => {
  it('asks the other tabs once for any number of questions at a time, as a lock takes its time', async () => {
    let asked = 0
    const ieum = createClient({
      origin: 'http://localhost:3000',
      clientId: 'spa',
      storage: memoryStorage(),
      lock: (_, task) => {
        asked += 1
        return task()
      },
      fetch: async () => Response.json({ accessToken: 'one', expiresIn: 600 }),
    })
    const tokens = await Promise.all([1, 2, 3].map(() => ieum.accessToken()))
    expect(tokens).toEqual(['one', 'one', 'one'])
    expect(asked).toBe(1)
    await ieum.renew()
    expect(asked).toBe(2)
  })
})

describe('a step-up', () => {
  it('sends the action once before the fresh sign-in and once after it', async () => {
    const sent: string[] = []
    let isFresh = false
    const ieum = createClient({
      origin: 'http://localhost:3000',
      clientId: 'spa',
      storage: memoryStorage(),
      fetch: async (url) => {
        const { pathname } = new URL(String(url))
        sent.push(pathname)
        if (pathname === '/me') return Response.json({ id: 'one' })
        if (pathname !== '/unlink') return Response.json({ accessToken: 'one', expiresIn: 600 })
        if (isFresh) return Response.json({ outcome: 'unlinked' })
        const problem = { code: 'insufficient_user_authentication', status: 401 }
        return Response.json(problem, { status: 401 })
      },
    })
    const unlink = () => ieum.unlink({ provider: 'kakao' })
    await ieum.withStepUp(unlink, async () => {
      isFresh = true
    })
    expect(sent).toEqual(['/token', '/unlink', '/me', '/me', '/unlink'])
  })
})

describe('the terms due of a member', () => {
  const term = { title: 'Terms', url: 'https://shop.example/terms', required: true }
  const terms = [
    { ...term, tag: 'agreed', version: '2' },
    { ...term, tag: 'older', version: '2' },
    { ...term, tag: 'withdrawn', version: '1', required: false },
    { ...term, tag: 'new', version: '1' },
  ]
  const consent = { at: '2026-01-01T00:00:00Z', source: 'form' }
  const consents = [
    { ...consent, tag: 'agreed', version: '2', agreed: true },
    { ...consent, tag: 'older', version: '1', agreed: true },
  ]

  it('are the required ones without a yes to their present version', async () => {
    const ieum = createClient({
      origin: 'http://localhost:3000',
      clientId: 'spa',
      storage: memoryStorage(),
      fetch: async (url) => {
        const { pathname } = new URL(String(url))
        if (pathname === '/token') return Response.json({ accessToken: 'one', expiresIn: 600 })
        return Response.json(pathname === '/terms' ? { terms } : { consents })
      },
    })
    expect((await ieum.termsDue()).map(({ tag }) => tag)).toEqual(['older', 'new'])
  })
})

describe('an offer of passkeys beside a field', () => {
  const problem = (code: string, status: number) =>
    Response.json({ type: `/problems/${code}`, title: code, status, code, requestId: 'one' }, { status })
  const offering = (get: () => Promise<unknown>, options: () => Response) =>
    createClient({
      origin: 'http://localhost:3000',
      clientId: 'spa',
      storage: memoryStorage(),
      authenticators: {
        isThere: () => true,
        offersWhileTyping: async () => true,
        create: async () => undefined,
        get,
      },
      fetch: async (url) =>
        String(url).endsWith('/options') ? options() : problem('invalid_credentials', 401),
    })
  const started = () => Response.json({ transaction: 'one', options: {}, expiresIn: 300 })
  const limited = () => problem('rate_limited', 429)
  const unsupported = () => Promise.reject(new DOMException('Not here', 'NotSupportedError'))

  it.each([
    ['the device cannot', offering(unsupported, started)],
    ['the API does not answer', offering(async () => ({}), limited)],
  ])('ends without a word where %s, since nobody asked for it', async (_, ieum) => {
    await expect(ieum.signInWhileTyping()).resolves.toBeUndefined()
  })

  it('is a fault where the person asked for it', async () => {
    await expect(offering(unsupported, started).signInByPasskey()).rejects.toThrow('Not here')
  })

  it('is a problem once a passkey was chosen that the API does not take', async () => {
    const ieum = offering(async () => ({ id: 'chosen' }), started)
    await expect(ieum.signInWhileTyping()).rejects.toMatchObject({ code: 'invalid_credentials' })
  })
})

const agreeToAll = async (ieum: Ieum) =>
  (await ieum.terms()).terms.map(({ tag, version }) => ({ tag, version, agreed: true }))

/** A tab that shows 한회원, in whose place 김기존 has signed in in another tab. */
async function staleTab(stack: TestStack) {
  const page = openPage(stack)
  await page.ieum.signInByPassword('member@example.com', usualPassword)
  const other = page.newTab()
  await other.signOut()
  await other.signInByPassword('known@example.com', usualPassword)
  return { page, other }
}

describe('a page with the client', () => {
  it.beforeAll(async ({ stack }) => {
    await settle(stack, { email: 'known@example.com', name: '김기존', password: usualPassword })
    await settle(stack, { email: 'member@example.com', name: '한회원', password: usualPassword })
    await settle(stack, { email: 'third@example.com', name: '셋이', password: usualPassword })
    await settle(stack, { email: 'half@example.com', name: '반쪽이', password: usualPassword })
  })

  it('signs a visitor up by Kakao, with the question kept over a reload', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    const back = await page.comeBackAs('new')
    expect(await page.ieum.handleRedirect(back)).toMatchObject({ outcome: 'registration_required' })
    const again = page.reload()
    const question = await again.handleRedirect()
    if (question?.outcome !== 'registration_required') throw new Error('the question is gone')
    const consents = question.terms.map(({ tag, version }) => ({ tag, version, agreed: true }))
    expect(await again.register({ consents })).toMatchObject({ outcome: 'signed_in', created: true })
    expect(await again.me()).toMatchObject({ name: '김신규' })
    expect(await again.handleRedirect()).toBeUndefined()
  })

  it('links a visitor who is asked to sign up, and has an account already, after a sign-in to that', async ({
    stack,
  }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    const question = await page.ieum.handleRedirect(await page.comeBackAs('lost'))
    expect(question).toMatchObject({ outcome: 'registration_required' })
    await page.ieum.signInByPassword('known@example.com', usualPassword)
    const outcome = await page.ieum.answer({ consent: true, asMember: true })
    expect(outcome).toMatchObject({ outcome: 'linked', member: { name: '김기존' } })
  })

  it('links a visitor who proves the account at a provider that it has, with the question kept meanwhile', async ({
    stack,
  }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    await page.ieum.handleRedirect(await page.comeBackAs('proof'))
    const member = await page.ieum.register({ consents: await agreeToAll(page.ieum) })
    expect(member).toMatchObject({ outcome: 'signed_in', created: true })
    await page.ieum.signOut()
    await page.ieum.signIn('kakao')
    const question = await page.ieum.handleRedirect(await page.comeBackAs('other'))
    expect(question).toMatchObject({ outcome: 'registration_required' })
    expect(await page.ieum.isProven()).toBe(false)

    await page.ieum.proveAt('kakao')
    const mistaken = await page.comeBackAs('nobody')
    await expect(page.ieum.handleRedirect(mistaken)).rejects.toMatchObject({
      code: 'reauthentication_mismatch',
    })
    expect(await page.reload().handleRedirect()).toEqual(question)
    expect(await page.ieum.isProven()).toBe(false)

    await page.ieum.proveAt('kakao')
    expect(await page.ieum.handleRedirect(await page.comeBackAs('proof'))).toEqual(question)
    expect(await page.ieum.isProven()).toBe(true)
    expect(await page.ieum.answer({ consent: true, asMember: true })).toMatchObject({
      outcome: 'linked',
      member: { name: '김증거', identities: [{ provider: 'kakao' }, { provider: 'kakao' }] },
    })
    expect(await page.ieum.isProven()).toBe(false)
  })

  it.for([
    ['another member', false],
    ['somebody who has signed out since', true],
  ] as const)(
    'asks for the proof again, also after a reload, where it was of %s',
    async ([_, out], { stack }) => {
      const page = openPage(stack)
      const reach = async (persona: string) => {
        await page.ieum.signIn('kakao')
        return page.ieum.handleRedirect(await page.comeBackAs(persona))
      }
      const stranger = await reach('stranger')
      if (stranger?.outcome !== 'signed_in')
        await page.ieum.register({ consents: await agreeToAll(page.ieum) })
      const question = await reach('half')
      expect(question).toMatchObject({ outcome: 'link_proof_required' })
      await page.ieum.proveAt('kakao')
      expect(await page.ieum.handleRedirect(await page.comeBackAs('stranger'))).toEqual(question)
      if (out) await page.ieum.request('POST', '/logout', { body: {} })
      const again = page.reload()
      expect(await again.isProven()).toBe(true)
      await expect(again.answer({ consent: true, asMember: true })).rejects.toMatchObject({
        code: out ? 'insufficient_user_authentication' : 'reauthentication_mismatch',
      })
      expect(await again.isProven()).toBe(false)
      expect(await page.reload().isProven()).toBe(false)
      expect(await page.reload().handleRedirect()).toEqual(question)
    },
  )

  it('knows after a reload that the account was proven by its password', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    const question = await page.ieum.handleRedirect(await page.comeBackAs('third'))
    await page.ieum.signInByPassword('third@example.com', usualPassword)
    const again = page.reload()
    expect(await again.handleRedirect()).toEqual(question)
    expect(await again.isProven()).toBe(true)
    expect(await again.answer({ consent: true, asMember: true })).toMatchObject({ outcome: 'linked' })
    expect(await again.isProven()).toBe(false)
  })

  it('links after the right proof that follows a wrong one', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    const question = await page.ieum.handleRedirect(await page.comeBackAs('half'))
    expect(question).toMatchObject({ outcome: 'link_proof_required' })
    const answer = () => page.ieum.answer({ consent: true, asMember: true })
    await page.ieum.signInByPassword('member@example.com', usualPassword)
    await expect(answer()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    await page.ieum.signInByPassword('half@example.com', usualPassword)
    expect(await answer()).toMatchObject({ outcome: 'linked' })
  })

  it('leaves a sign-up by signing out', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    const question = await page.ieum.handleRedirect(await page.comeBackAs('tabs'))
    expect(question).toMatchObject({ outcome: 'registration_required' })
    await page.ieum.signOut()
    expect(await page.reload().handleRedirect()).toBeUndefined()
  })

  it('links a visitor whom Kakao vouches for, after a yes', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    const outcome = await page.ieum.handleRedirect(await page.comeBackAs('known'))
    expect(outcome).toMatchObject({ outcome: 'link_confirmation_required' })
    expect(await page.ieum.answer({ consent: true })).toMatchObject({ outcome: 'signed_in' })
  })

  it('links and unlinks Kakao as a member, with a step-up when the sign-in is old', async ({ stack }) => {
    const page = openPage(stack)
    const signIn = () => page.ieum.signInByPassword('member@example.com', usualPassword)
    await signIn()
    await page.ieum.linkProvider('kakao')
    const outcome = await page.ieum.handleRedirect(await page.comeBackAs('added'))
    expect(outcome).toMatchObject({ outcome: 'linked' })
    stack.advanceClock(3600)
    const [identity] = (await page.ieum.me()).identities
    if (identity === undefined) throw new Error('nothing is linked')
    const unlink = () => page.ieum.unlink({ provider: identity.provider })
    await expect(unlink()).rejects.toMatchObject({ code: 'insufficient_user_authentication' })
    expect(await page.ieum.withStepUp(unlink, signIn)).toMatchObject({ outcome: 'unlinked' })
  })

  it('does nothing to the account of somebody else who signs in at a step-up', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signInByPassword('member@example.com', usualPassword)
    const { id } = await page.ieum.me()
    stack.advanceClock(3600)
    const close = vi.fn(() => page.ieum.close())
    const another = () => page.ieum.signInByPassword('known@example.com', usualPassword)
    const refused = page.ieum.withStepUp(close, another)
    await expect(refused).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    expect(close).toHaveBeenCalledOnce()
    expect((await page.ieum.me()).id).not.toBe(id)
  })

  it('renews once for any number of requests at a time', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signInByPassword('member@example.com', usualPassword)
    const reloaded = page.reload()
    await Promise.all([reloaded.me(), reloaded.me(), reloaded.accessToken()])
    expect(page.renewals()).toBe(1)
  })

  it('repeats a renewal whose answer was lost', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signInByPassword('member@example.com', usualPassword)
    const reloaded = page.reload()
    page.loseNext('/token')
    await expect(reloaded.me()).rejects.toMatchObject({ code: 'no_response' })
    expect(await reloaded.me()).toMatchObject({ name: '한회원' })
  })

  it('finds nobody after signing out', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signInByPassword('member@example.com', usualPassword)
    await page.ieum.signOut()
    expect(await page.ieum.accessToken()).toBeUndefined()
    expect(await page.reload().accessToken()).toBeUndefined()
    await expect(page.ieum.me()).rejects.toMatchObject({ code: 'invalid_token' })
  })

  it.for(['linkProvider', 'reauthenticate'] as const)(
    'does not leave by %s once another tab has signed out, and finds nobody then',
    async (leave, { stack }) => {
      const page = openPage(stack)
      await page.ieum.signInByPassword('member@example.com', usualPassword)
      await page.newTab().signOut()
      await expect(page.ieum[leave]('kakao')).rejects.toMatchObject({ code: 'invalid_token' })
      expect(page.left()).toBe('')
      expect(await page.ieum.accessToken()).toBeUndefined()
    },
  )

  it('links nothing to the account of somebody else who has signed in in another tab', async ({ stack }) => {
    const { page } = await staleTab(stack)
    const link = () => page.ieum.linkProvider('kakao')
    await expect(link()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    expect(page.left()).toBe('')
    expect(await page.ieum.me()).toMatchObject({ name: '김기존' })
    await link()
    expect(page.left()).not.toBe('')
  })

  it('gives its own API no token of somebody else without a word', async ({ stack }) => {
    const { page } = await staleTab(stack)
    await expect(page.ieum.renew()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    await expect(page.ieum.accessToken()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    await page.ieum.me()
    expect(await page.ieum.accessToken()).toBe(await page.ieum.accessToken())
  })

  it('does nothing to somebody else who has signed in in another tab, however often it is asked', async ({
    stack,
  }) => {
    const { page } = await staleTab(stack)
    const change = () => page.ieum.changeMe({ nickname: 'of a stale tab' })
    for (let time = 0; time < 3; time++) {
      await expect(change()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
      await expect(page.ieum.renew()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    }
    const { name, nickname } = await page.ieum.me()
    expect([name, nickname]).toEqual(['김기존', undefined])
    await page.ieum.signOut()
    expect(await page.ieum.accessToken()).toBeUndefined()
  })

  it('learns from its first `me()` who has signed in in another tab', async ({ stack }) => {
    const { page } = await staleTab(stack)
    expect(await page.ieum.me()).toMatchObject({ name: '김기존' })
  })

  it('leaves the browser from a stale tab, and nobody else on other devices', async ({ stack }) => {
    const { page, other } = await staleTab(stack)
    await expect(page.ieum.renew()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    const everywhere = page.ieum.signOut({ everywhere: true })
    await expect(everywhere).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
    expect(await other.me()).toMatchObject({ name: '김기존' })
    await page.ieum.signOut()
    await expect(other.me()).rejects.toMatchObject({ code: 'invalid_token' })
  })

  it('says when a code ends and when another may be sent, and that a stranger has no account', async ({
    stack,
  }) => {
    const { ieum } = openPage(stack)
    const to = 'stranger-by-code@example.com'
    const sent = await ieum.sendCode({ channel: 'email', to, purpose: 'sign_in' })
    expect(sent).toEqual({
      verificationId: expect.any(String),
      expiresIn: expect.any(Number),
      resendAfter: expect.any(Number),
    })
    const proof = await ieum.confirmCode(sent, await visitor(stack).codeFromOutbox(to))
    const signIn = ieum.signInByCode(proof)
    await expect(signIn).rejects.toMatchObject({ code: 'not_found' })
    await expect(signIn).rejects.toThrow(
      'No account here opens by this address or number. Join, or sign in another way.',
    )
  })

  it('asks for no terms that the member has agreed to', async ({ stack }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    await page.ieum.handleRedirect(await page.comeBackAs('agreed'))
    await page.ieum.register({ consents: await agreeToAll(page.ieum) })
    expect(await page.reload().termsDue()).toEqual([])
  })

  it('throws problems with their fields', async ({ stack }) => {
    const failed = openPage(stack).ieum.signInByPassword('member@example.com', 'not the password')
    await expect(failed).rejects.toBeInstanceOf(ProblemError)
    await expect(failed).rejects.toMatchObject({ code: 'invalid_credentials', problem: { status: 401 } })
  })

  it("refuses another tab's visit without using its ticket", async ({ stack }) => {
    const [page, other] = [openPage(stack), openPage(stack)]
    await page.ieum.signIn('kakao')
    const back = await page.comeBackAs('again')
    await expect(other.ieum.handleRedirect(back)).rejects.toMatchObject({ code: 'state_mismatch' })
    expect(await page.ieum.handleRedirect(back)).toMatchObject({ outcome: 'registration_required' })
  })

  it('that asks to go on twice at once, as an effect of StrictMode does, sends one request', async ({
    stack,
  }) => {
    const page = openPage(stack)
    await page.ieum.signIn('kakao')
    const back = await page.comeBackAs('twice')
    const outcomes = await Promise.all([page.ieum.handleRedirect(back), page.ieum.handleRedirect(back)])
    expect(outcomes.map((outcome) => outcome?.outcome)).toEqual([
      'registration_required',
      'registration_required',
    ])
    const [question] = outcomes
    if (question?.outcome !== 'registration_required') throw new Error('there is no question')
    const consents = question.terms.map(({ tag, version }) => ({ tag, version, agreed: true }))
    const [first, second] = await Promise.all([
      page.ieum.register({ consents }),
      page.ieum.register({ consents }),
    ])
    expect(first).toMatchObject({ outcome: 'signed_in', created: true })
    expect(second).toBe(first)
  })

  it('ends a direct visit with what the provider answered', async ({ stack }) => {
    const { ieum } = openPage(stack)
    const { authorizationUrl } = await ieum.startDirect('kakao')
    const { searchParams } = new URL(stack.kakao.authorize(authorizationUrl, 'tabs'))
    const credential = { code: searchParams.get('code') ?? '', state: searchParams.get('state') ?? '' }
    const both = [ieum.finishDirect(credential), ieum.finishDirect(credential)]
    for (const outcome of both) expect(await outcome).toMatchObject({ outcome: 'registration_required' })
  })
})
