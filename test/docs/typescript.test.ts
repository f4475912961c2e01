import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientPages } from './client-pages.ts'
import { readPages, root } from './markdown.ts'

/** What a reader's own page has around the blocks. */
const around = `
declare const signInButton: HTMLElement
declare const name: string, identifier: string, address: string, password: string, code: string
declare const consents: { tag: string; version: string; agreed: boolean }[]
declare function askForPassword(): string
declare function show(text: string): void
declare const secureStorage: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void>; remove(key: string): Promise<void> }
declare const Linking: {
  openURL(url: string): Promise<void>
  addEventListener(type: 'url', listener: (event: { url: string }) => void): void
}
declare function idTokenOfKakao(nonce: string): Promise<string>
`

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ieum-blocks-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The text with the paths of the client's sources. */
const linked = (text: string): string =>
  text
    .replaceAll("'@ieum/client'", JSON.stringify(join(root, 'client/src/index.ts')))
    .replaceAll("'@ieum/client/elements'", JSON.stringify(join(root, 'client/elements/index.ts')))

/** The errors of the compiler for a text that imports the client; empty without any. */
async function errorsIn(text: string): Promise<string> {
  const file = join(folder, `page-${Math.random()}.ts`)
  await writeFile(file, linked(text))
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions']
  const target = ['--target', 'es2024', '--module', 'esnext', '--moduleResolution', 'bundler']
  const lib = ['--lib', 'es2024,dom,dom.iterable']
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), [...options, ...target, ...lib, file], {
      encoding: 'utf8',
    })
    return ''
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}

/** Blocks as one file, as if a reader had pasted one after the other. A repeated import stands once. */
function inOneFile(texts: readonly string[]): string {
  const lines = texts.join('\n').split('\n')
  return lines
    .filter((line, index) => !line.startsWith('import ') || lines.indexOf(line) === index)
    .join('\n')
}

describe('the blocks of TypeScript that use the client', () => {
  it.each(clientPages)('of %s compile', async (path) => {
    const page = (await readPages()).find((each) => each.path === path)
    const blocks = (page?.blocks ?? []).filter(({ language }) => language === 'ts')
    expect(blocks.length).toBeGreaterThan(0)
    expect(await errorsIn(around + inOneFile(blocks.map(({ text }) => text)))).toBe('')
  })

  it('that misuse the client are found', async () => {
    const text = "import { createClient } from '@ieum/client'\nawait createClient({ origin: '' }).signIn()\n"
    expect(await errorsIn(text)).toContain('clientId')
  })
})
