import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, memoryStorage } from '../../client/src/index.ts'
import { buildClient } from '../../lib/commands/package/build-client.ts'
import { root } from '../docs/markdown.ts'

/*
 * The client's package in a page of somebody else: built and packed as `npm run pack` does, and unpacked in an empty
 * folder. An editor there knows nothing but its declarations.
 */

const run = promisify(execFile)
let page = ''
const installed = () => join(page, 'node_modules/@ieum/client')

beforeAll(async () => {
  page = await mkdtemp(join(tmpdir(), 'ieum-page-'))
  const folder = join(page, 'built')
  await buildClient(root, folder)
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', page], { cwd: folder })
  await run('tar', ['xzf', join(page, stdout.trim()), '-C', page])
  await mkdir(join(page, 'node_modules/@ieum'), { recursive: true })
  await rename(join(page, 'package'), installed())
}, 120_000)
afterAll(() => rm(page, { recursive: true }))

/** The lines of a module of that page, by number, that the compiler refuses. */
async function refusedLines(module: string): Promise<readonly number[]> {
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--pretty', 'false', '--lib', 'es2024,dom']
  const target = ['--target', 'es2024', '--module', 'esnext', '--moduleResolution', 'bundler']
  await writeFile(join(page, 'module.ts'), module)
  const compiler = join(root, 'node_modules/.bin/tsc')
  const printed = await run(compiler, [...options, ...target, 'module.ts'], { cwd: page }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { readonly stdout: string }) => stdout,
  )
  const places = printed.matchAll(/^(\S+?)\((\d+),/gm)
  return [...places].map(([, file, line]) => (file === 'module.ts' ? Number(line) : 0))
}

const start = `import { createClient, type Wishes } from '@ieum/client'
const ieum = createClient({ origin: 'http://localhost:3000', clientId: 'spa' })
declare const given: string
`
const linesAbove = start.split('\n').length - 1

describe('the packed types of the client', () => {
  it('have a comment at each method of a client, so that an editor shows it', async () => {
    const folder = join(installed(), 'dist/src')
    const names = (await readdir(folder)).filter((name) => name.endsWith('.d.ts'))
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
    const types = texts.join('\n')
    expect(types).toContain('createClient(options: Options): Ieum;')
    const client = createClient({ origin: 'http://localhost', clientId: 'spa', storage: memoryStorage() })
    const silent = Object.keys(client).filter((name) => !types.includes(`*/\n    readonly ${name}: `))
    expect(silent).toEqual([])
  })

  it('take the wishes that a provider knows', async () => {
    const right = [
      "ieum.signIn('kakao', { prompt: 'create', loginHint: 'a@b.example', channels: '_a,_b' })",
      "ieum.signIn('google', { prompt: 'select_account', loginHint: 'a@b.example' })",
      "ieum.signIn('line', { prompt: 'none' })",
      "ieum.signIn('oidc', { prompt: 'login', loginHint: 'a@b.example' })",
      "ieum.signIn('naver')",
      "ieum.signIn('naver', {})",
      "ieum.signIn(given, { prompt: 'login', channels: '_a' })",
      "ieum.proveAt('kakao', { prompt: 'login' })",
      "ieum.linkProvider('google', { loginHint: 'a@b.example' })",
      "ieum.reauthenticate('kakao', { loginHint: 'a@b.example' })",
      "ieum.startDirect('google', { redirectUri: 'https://shop.example/', prompt: 'none' })",
      "ieum.startDirect('naver', { redirectUri: 'https://shop.example/' })",
      "const wishes: Wishes<'kakao'> = { channels: '_a' }",
      "ieum.signIn('kakao', wishes)",
    ]
    expect(await refusedLines(`${start}${right.join('\n')}\n`)).toEqual([])
  })

  it('refuse a wish that a provider does not know, and one that nobody knows', async () => {
    const wrong = [
      "ieum.signIn('kakao', { prompt: 'consent' })",
      "ieum.signIn('kakao', { channels: ['_a'] })",
      "ieum.signIn('kakao', { login_hint: 'a@b.example' })",
      "ieum.signIn('google', { channels: '_a' })",
      "ieum.signIn('line', { prompt: 'select_account' })",
      "ieum.signIn('line', { loginHint: 'a@b.example' })",
      "ieum.signIn('oidc', { prompt: 'create' })",
      "ieum.signIn('naver', { prompt: 'login' })",
      "ieum.signIn('github', { loginHint: 'a@b.example' })",
      "ieum.signIn('apple', { channels: '_a' })",
      "ieum.signIn(given, { prompt: 'consent' })",
      "ieum.proveAt('line', { prompt: 'create' })",
      "ieum.linkProvider('kakao', { prompt: 'none' })",
      "ieum.reauthenticate('naver', { loginHint: 'a@b.example' })",
      "ieum.startDirect('google', { channels: '_a' })",
      "ieum.startDirect('naver', { redirectUri: 1 })",
    ]
    const refused = await refusedLines(`${start}${wrong.join('\n')}\n`)
    expect(refused).toEqual(wrong.map((_, index) => linesAbove + 1 + index))
  })

  it('come with what the page in the package names', async () => {
    expect(await readdir(installed())).toEqual(expect.arrayContaining(['README.md', 'README.ko.md']))
  })
})
