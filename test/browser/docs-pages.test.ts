import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { buildSync } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect } from 'vitest'
import { buildClient } from '../../lib/commands/package/build-client.ts'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import { demoOptions, type TestStack } from '../support/test-stack.ts'
import { testWithBrowser } from '../support/test-with-browser.ts'

/** The first block of a language in a page of the docs. */
const blockOf = (path: string, language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(readFileSync(path, 'utf8'))?.[1] ?? ''

/** The client's package, as a page without a bundler unpacks it. */
const built = mkdtempSync(join(tmpdir(), 'ieum-client-'))
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}
let pages: Readonly<Record<string, string>> = {}
/** The site of a service, at an origin of its own. */
const site = createServer(({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost')
  const name = pathname === '/' ? '/index.html' : pathname
  response.setHeader('content-type', types[extname(name)] ?? 'text/plain')
  response.end(pages[name] ?? fileOf(name))
})

function fileOf(name: string): string {
  return name.startsWith('/ieum/') ? readFileSync(join(built, name.slice('/ieum/'.length)), 'utf8') : ''
}

let page: Page
let address = ''
const it = testWithBrowser(async () => {
  await buildClient('.', built)
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const listening = site.address()
  const origin = `http://localhost:${typeof listening === 'object' ? listening?.port : ''}`
  address = `${origin}/`
  const spa = { id: 'spa', type: 'web', redirectUris: [address], origins: [origin] }
  return demoOptions({ environment: { IEUM_CLIENTS: JSON.stringify([spa]) } })
})
afterAll(() => {
  site.closeAllConnections()
  site.close()
  rmSync(built, { recursive: true })
})
it.beforeEach(async ({ browser }) => {
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  page.setDefaultTimeout(10_000)
})

/** `npm start` listens on port 3000; this stack took a free one. */
const here = (stack: TestStack, text: string): string => text.replace('http://localhost:3000', stack.origin)

const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

describe('the pages of docs/spa.md', () => {
  it('are the same in both languages, and the plain one has fewer than 30 lines', () => {
    for (const language of ['html', 'tsx'])
      expect(blockOf('docs/spa.ko.md', language)).toBe(blockOf('docs/spa.md', language))
    expect(blockOf('docs/spa.md', 'html').trim().split('\n').length).toBeLessThan(30)
  })

  it('sign a visitor up, link, unlink and sign out, as the plain page', async ({ stack }) => {
    pages = { '/index.html': here(stack, blockOf('docs/spa.md', 'html')) }
    await page.goto(address)
    await press('Continue with Kakao')
    await page.locator('button[value="minji"]').click()
    await page.locator('button[value="agree"]').click()
    await press('Join')
    await page.getByText('Welcome, 김민지').first().waitFor()
    await press('Add Google')
    await page.locator('button[value="seoa"]').click()
    await page.locator('button[value="agree"]').click()
    await page.getByText('Google is linked.').first().waitFor()
    await page.getByRole('button', { name: /^Unlink: Google/ }).click()
    await page.getByText('Google is unlinked.').first().waitFor()
    await press('Sign out')
    await page.getByText('You are signed out.').first().waitFor()
  })

  it('take buttons again when the browser shows the page as it was kept, after Back', async ({ stack }) => {
    pages = { '/index.html': here(stack, blockOf('docs/spa.md', 'html')) }
    await page.goto(address)
    // No content: the browser stays where it is, as a page that was kept is.
    await page.route('**/login/kakao?*', (route) => route.fulfill({ status: 204 }), { times: 1 })
    await press('Continue with Kakao')
    await page.locator('ieum-page[aria-busy]').waitFor()
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await page.locator('ieum-page:not([aria-busy])').waitFor()
    await press('Continue with Kakao')
    await page.locator('button[value="minji"]').waitFor()
  })

  it('offer what the service says that it offers', async ({ stack }) => {
    pages = { '/index.html': here(stack, blockOf('docs/spa.md', 'html')) }
    await page.route('**/login', async (route) => {
      const response = await route.fetch()
      const offered = await response.json()
      const doors = { ...offered.doors, passwordSignIn: false }
      await route.fulfill({ response, json: { ...offered, doors, providers: ['naver', 'kakao'] } })
    })
    await page.goto(address)
    await page.getByRole('button', { name: 'Continue with Naver' }).waitFor()
    expect(await page.locator('.ieum-provider').allInnerTexts()).toEqual([
      'Continue with Naver',
      'Continue with Kakao',
    ])
    expect(await page.getByRole('button', { name: /password/i }).count()).toBe(0)
  })

  it('sign a member in and out, and a visitor up, in React', async ({ stack }) => {
    const { outputFiles } = buildSync({
      stdin: { contents: here(stack, blockOf('docs/spa.md', 'tsx')), loader: 'tsx', resolveDir: '.' },
      bundle: true,
      format: 'esm',
      jsx: 'automatic',
      outdir: 'out',
      write: false,
      alias: {
        '@ieum/client/elements.css': './client/elements/elements.css',
        '@ieum/client/elements': './client/elements/index.ts',
        '@ieum/client': './client/src/index.ts',
      },
    })
    const script = outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? ''
    pages = {
      '/index.html': '<!doctype html><html lang="en"><body><script type="module" src="/app.js"></script>',
      '/app.js': script,
    }
    await page.goto(address)
    await press('Continue with Kakao')
    await page.locator('button[value="dohyun"]').click()
    await page.getByRole('heading', { name: 'Hello, 임도현' }).waitFor()
    await press('Sign out')
    await press('Continue with Kakao')
    await page.locator('button[value="taeyang"]').click()
    await page.locator('button[value="agree"]').click()
    await press('Join')
    await page.getByRole('heading', { name: 'Hello, 윤태양' }).waitFor()
  })
})

describe('docs/spa-page.html, a page of its own markup', () => {
  const heading = (name: string | RegExp) => page.getByRole('heading', { name }).waitFor()
  const type = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
  /** Types the code of the newest message. */
  const confirmCode = async (stack: TestStack) => {
    const text = (await stack.outbox()).at(-1)?.text ?? ''
    await type('Six digits', /^\d{6}$/m.exec(text)?.[0] ?? '')
    await press('Confirm')
  }
  const agreeAs = async (persona: string) => {
    await page.locator(`button[value="${persona}"]`).click()
    await page.locator('button[value="agree"]').click()
  }
  it.beforeEach(async ({ stack }) => {
    pages = { '/index.html': here(stack, readFileSync('docs/spa-page.html', 'utf8')) }
    await page.goto(address)
  })

  it('signs a visitor up who proves an address and agrees to the terms, and out again', async ({ stack }) => {
    await press('Continue with kakao')
    await agreeAs('joon')
    await heading('Your email')
    await type('email', 'joon@')
    await press('Send a code')
    await page.getByText('/to: This must be an e-mail address').waitFor()
    await type('email', 'joon.park@example.com')
    await press('Send a code')
    await heading('The code for joon.park@example.com')
    await confirmCode(stack)
    await heading('Nice to meet you')
    for (const box of await page.getByRole('checkbox').all()) await box.check()
    await press('Join')
    await heading('Hello, 박준')
    await press('Sign out')
    await heading('Sign in')
  })

  it('signs somebody up by e-mail, and marks what is wrong with the form', async ({ stack }) => {
    await press('Join by e-mail or phone')
    await type('e-mail or phone', 'sol.kim@example.com')
    await press('Send a code')
    await heading('The code for sol.kim@example.com')
    await confirmCode(stack)
    await heading('Nice to meet you')
    await type('Name', '김솔')
    await type('Password', 'short')
    for (const box of await page.getByRole('checkbox').all()) await box.check()
    await press('Join')
    const marked = page.locator('[aria-invalid="true"]')
    await marked.waitFor()
    expect(await marked.getAttribute('name')).toBe('password')
    expect(await page.locator('#told').innerText()).toContain(
      '/password: This must have at least 8 characters',
    )
    await type('Password', 'a boat on the han river')
    await press('Join')
    await heading('Hello, 김솔')
  })

  it('links a member whom a provider vouches for, and one who proves it by password', async () => {
    await press('Continue with kakao')
    await agreeAs('sujin')
    await heading('Are you s*****@example.com?')
    await press('Yes')
    await heading('Hello, 서수진')
    await press('Sign out')
    await press('Continue with kakao')
    await agreeAs('yerin')
    await heading(/Sign in to that account/)
    await type('E-mail or phone', 'yerin.moon@example.com')
    await type('Password', oldPassword)
    await press('Sign in and link')
    await heading('Hello, 문예린')
    await page.getByText('Done: linked').waitFor()
  })

  it('links and unlinks with a fresh sign-in, and says what went wrong', async ({ stack }) => {
    await type('E-mail or phone', 'yuna.shin@example.com')
    await type('Password', 'wrong')
    await press('Sign in')
    await page.getByText(/does not match|not correct|wrong/i).waitFor()
    await type('Password', oldPassword)
    await press('Sign in')
    await heading('Hello, 신유나')
    await press('Link google')
    await agreeAs('seoa')
    await page.getByText('Done: linked').waitFor()
    stack.advanceClock(3600)
    await press('Unlink google')
    await heading('Sign in once more')
    await press('Cancel')
    await page.getByText('Nothing was changed.').waitFor()
    await press('Unlink google')
    await type('E-mail or phone', 'yuna.shin@example.com')
    await type('Password', oldPassword)
    await press('Sign in')
    await page.getByText('Done: unlinked').waitFor()
    expect(await page.getByRole('button', { name: 'Unlink google' }).count()).toBe(0)
  })

  it('tells of a visit that the person cancelled, at the sign-in', async () => {
    await press('Continue with kakao')
    await page.locator('button[value="eunbi"]').click()
    await page.locator('button[value="cancel"]').click()
    await heading('Sign in')
    await page.getByRole('status').getByText(/\w/).waitFor()
  })
})
