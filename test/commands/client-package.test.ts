import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildClient } from '../../lib/commands/package/build-client.ts'
import { root } from '../docs/markdown.ts'

/* The client in a page of somebody else, by the commands of client/README.md. */

const run = promisify(execFile)
let page = ''

/** Runs a command of the README in the page's folder, as a shell does. */
const typed = (command: string) => run('sh', ['-c', command], { cwd: page })

beforeAll(async () => {
  page = await mkdtemp(join(tmpdir(), 'ieum-page-'))
  const built = join(page, 'built')
  await buildClient(root, built)
  await run('npm', ['pack', '--silent', '--pack-destination', page], { cwd: built })
  await writeFile(join(page, 'package.json'), '{ "type": "module", "private": true }')
}, 60_000)
afterAll(() => rm(page, { recursive: true }))

describe("somebody else's page", () => {
  it('installs the client for a bundler, which finds the code, its types and the elements', async () => {
    await typed('npm install ./ieum-client-*.tgz')
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', "console.log(Object.keys(await import('@ieum/client')).join())"],
      { cwd: page },
    )
    expect(stdout).toContain('createClient')
    const installed = join(page, 'node_modules/@ieum/client')
    const { exports } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
    const files = Object.values(exports).flatMap((one) =>
      typeof one === 'string' ? [one] : Object.values(Object(one)).map(String),
    )
    expect(files).toContain('./dist/src/index.d.ts')
    for (const file of files) expect(await readFile(join(installed, file), 'utf8')).not.toBe('')
    expect(await readdir(installed)).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist', 'elements']),
    )
  })

  it.each([
    ['esnext', 'bundler'],
    ['nodenext', 'nodenext'],
  ])(
    'imports the style of the elements, which the compiler takes as %s of %s',
    async (module, resolution) => {
      await writeFile(join(page, 'page.ts'), "import '@ieum/client/elements.css'\n")
      const compiler = join(root, 'node_modules/.bin/tsc')
      const kind = `--module ${module} --moduleResolution ${resolution}`
      const { stdout } = await typed(
        `"${compiler}" --ignoreConfig --noEmit --lib es5 ${kind} page.ts || true`,
      )
      expect(stdout).toBe('')
    },
  )

  it('unpacks it for a page without a bundler', async () => {
    await typed('mkdir ieum && tar xzf ieum-client-*.tgz --strip-components 1 -C ieum')
    expect(await readFile(join(page, 'ieum/dist/src/index.js'), 'utf8')).toContain('createClient')
    expect(await readFile(join(page, 'ieum/elements/elements.css'), 'utf8')).toContain('--ieum-accent')
  })
})
