import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { clientPages } from './client-pages.ts'
import { readPages, root } from './markdown.ts'

/** What a reader's own page has around the blocks. */
const around = `
declare const signInButton: HTMLElement
declare const name: string, identifier: string, address: string, password: string, code: string
declare const consents: { tag: string; version: string; agreed: boolean }[]
declare function askForPassword(): string
declare function show(text: string): void
declare function showAt(field: string, text: string): void
declare const secureStorage: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void>; remove(key: string): Promise<void> }
declare const Linking: {
  openURL(url: string): Promise<void>
  addEventListener(type: 'url', listener: (event: { url: string }) => void): void
}
declare function idTokenOfKakao(nonce: string): Promise<string>
`

/** The text with the paths of the client's sources. */
const linked = (text: string): string =>
  text
    .replaceAll("'@ieum/client'", JSON.stringify(join(root, 'client/src/index.ts')))
    .replaceAll("'@ieum/client/elements'", JSON.stringify(join(root, 'client/elements/index.ts')))

/** Blocks as one file, as if a reader had pasted one after the other. A repeated import stands once. */
function inOneFile(texts: readonly string[]): string {
  const lines = texts.join('\n').split('\n')
  return lines
    .filter((line, index) => !line.startsWith('import ') || lines.indexOf(line) === index)
    .join('\n')
}

const misuse = "import { createClient } from '@ieum/client'\nawait createClient({ origin: '' }).signIn()\n"

/** The lines that the compiler prints about these modules, which import the client. */
function errorsIn(texts: readonly string[]): Promise<readonly string[]> {
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions']
  const target = ['--target', 'es2024', '--module', 'esnext', '--moduleResolution', 'bundler']
  const lib = ['--lib', 'es2024,dom,dom.iterable', '--pretty', 'false']
  return inFolder(async (folder) => {
    const files = texts.map((_, index) => join(folder, `module-${index}.ts`))
    await Promise.all(
      files.map((file, index) => writeFile(file, `${linked(texts[index] ?? '')}\nexport {}\n`)),
    )
    const compiler = join(root, 'node_modules/.bin/tsc')
    const out = await new Promise<string>((resolve) =>
      execFile(compiler, [...options, ...target, ...lib, ...files], (_, stdout) => resolve(stdout)),
    )
    return out.split('\n').filter(Boolean)
  })
}

async function inFolder<Result>(act: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'ieum-blocks-'))
  try {
    return await act(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('the blocks of TypeScript that use the client', () => {
  let errors: readonly string[]
  let blocksOf: (path: string) => readonly string[]
  beforeAll(async () => {
    const pages = await readPages()
    blocksOf = (path) =>
      (pages.find((each) => each.path === path)?.blocks ?? [])
        .filter(({ language }) => language === 'ts')
        .map(({ text }) => text)
    // One run of the compiler for all pages: most of its time is the client and the types of a browser.
    errors = await errorsIn([...clientPages.map((path) => around + inOneFile(blocksOf(path))), misuse])
  }, 120_000)

  it.each(clientPages.map((path, index) => [path, index] as const))('of %s compile', (path, index) => {
    expect(blocksOf(path).length).toBeGreaterThan(0)
    expect(errors.filter((line) => line.includes(`module-${index}.ts`))).toEqual([])
  })

  it('that misuse the client are found, and nothing else is', () => {
    expect(errors.join('\n')).toContain('clientId')
    expect(
      errors.filter((line) => !line.startsWith(' ') && !line.includes(`module-${clientPages.length}.ts`)),
    ).toEqual([])
  })
})
