import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { buildSync, transformSync } from 'esbuild'
import { afterAll, describe, expect } from 'vitest'
import { demoOptions } from '../support/test-stack.ts'
import { testWithBrowser } from '../support/test-with-browser.ts'

/** The first block of TypeScript in the client's README. */
const block = /^```ts\n([\s\S]*?)^```/m.exec(readFileSync('client/README.md', 'utf8'))?.[1] ?? ''

const bundled = buildSync({
  entryPoints: ['client/src/index.ts'],
  bundle: true,
  format: 'esm',
  write: false,
}).outputFiles[0]?.text

const empty = `<!doctype html><script type="importmap">{"imports": {"@ieum/client": "/client.js"}}</script>
<body><script type="module" src="/page.js"></script></body>`

let script = ''
/** The site of the page, as Vite would serve it. */
const site = createServer(({ url = '/' }, response) => {
  const { pathname } = new URL(url, 'http://localhost')
  const isPage = pathname === '/'
  response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript')
  response.end(isPage ? empty : pathname === '/client.js' ? bundled : script)
})

let address = ''
const it = testWithBrowser(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const listening = site.address()
  const origin = `http://localhost:${typeof listening === 'object' ? listening?.port : ''}`
  address = `${origin}/`
  // Vite's own port may be taken here, so the client `spa` gets this one as well.
  const spa = { id: 'spa', type: 'web', redirectUris: [address], origins: [origin] }
  return demoOptions({ environment: { IEUM_CLIENTS: JSON.stringify([spa]) } })
})
afterAll(() => {
  site.closeAllConnections()
  site.close()
})

describe("the first block of the client's README", () => {
  it('has ten lines of code, and the READMEs of the repository show it', () => {
    expect(block.split('\n').filter((line) => line.trim() !== '')).toHaveLength(10)
    for (const readme of ['README.md', 'README.ko.md']) expect(readFileSync(readme, 'utf8')).toContain(block)
  })

  it('shows the button again to who cancels at Kakao, with the reason', async ({ stack, browser }) => {
    script = transformSync(block.replace('http://localhost:3000', stack.origin), { loader: 'ts' }).code
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    page.setDefaultTimeout(10_000)
    const told = page.waitForEvent('dialog')
    await page.goto(address)
    await page.getByRole('button', { name: 'Continue with Kakao' }).click()
    await page.locator('button[value="cancel"]').click()
    const dialog = await told
    expect(dialog.message()).toMatch(/cancel/i)
    await dialog.accept()
    await page.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    await page.context().close()
  })

  it('leads from an empty page to a member who is signed in with Kakao', async ({ stack, browser }) => {
    // `npm start` listens on port 3000; this stack took a free one.
    script = transformSync(block.replace('http://localhost:3000', stack.origin), { loader: 'ts' }).code
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    page.setDefaultTimeout(10_000)
    await page.goto(address)
    await page.getByRole('button', { name: 'Continue with Kakao' }).click()
    await page.locator('button[value="dohyun"]').click()
    await page.getByText('Signed in as 임도현').waitFor()
    expect(new URL(page.url()).search).toBe('')
    await page.context().close()
  })
})
