import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../../lib/commands/package/build-package.ts'
import { manifestOf } from '../../lib/commands/package/manifest.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import type { Route } from '../../lib/routes/shape.ts'
import ownManifest from '../../package.json' with { type: 'json' }
import { clientPages } from '../docs/client-pages.ts'
import { readPages, root } from '../docs/markdown.ts'
import { bundlesFolder } from '../support/bundles.ts'

/*
 * The package in an app of somebody else: built, packed, and unpacked in an empty folder. Instead of a registry, links
 * to what this repository has already stand for its dependencies, and for no package besides.
 */

const run = promisify(execFile)
let app = ''

/** The pages whose TypeScript belongs into an app that has installed the package. */
const appPages = ['docs/extend.md', 'docs/moving.md']
/** A settings file of a tool that this repository does not install. */
const pagesOfTools = ['test/domain/README.md']

/** The compiler as an app calls it. */
const compiler = [
  join(root, 'node_modules/typescript/bin/tsc'),
  ...['--noEmit', '--strict', '--skipLibCheck', '--types', 'node', '--ignoreConfig', '--singleThreaded'],
  ...['--target', 'es2024', '--module', 'nodenext'],
]

const wrongHooks = `
import type { Hooks } from 'ieum/hooks'
export default { beforeRegister: () => ({ refuse: 'no' }) } satisfies Hooks
`

/** Runs Node or a tool in the app's folder, without the CDK's own rules (`quick` in synth.ts). Gives what it printed. */
async function inApp(...command: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: app,
    CDK_OUTDIR: join(app, 'cdk.out'),
    CDK_VALIDATION: 'false',
    PORT: '0',
  }
  const { stdout } = await run(process.execPath, [...command], { cwd: app, env })
  return stdout
}

async function link(library: string): Promise<void> {
  const path = join(app, 'node_modules', library)
  await mkdir(dirname(path), { recursive: true })
  await symlink(join(root, 'node_modules', library), path)
}

async function unpack(): Promise<void> {
  const folder = join(app, 'built')
  const bundles = await bundlesFolder()
  await buildPackage(root, folder, (to) => cp(bundles, to, { recursive: true }))
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', app], { cwd: folder })
  await run('tar', ['xzf', join(app, stdout.trim()), '-C', app])
  await mkdir(join(app, 'node_modules'))
  await rename(join(app, 'package'), join(app, 'node_modules/ieum'))
  await rm(folder, { recursive: true })
}

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'ieum-app-'))
  await unpack()
  const manifest = JSON.parse(await readFile(join(app, 'node_modules/ieum/package.json'), 'utf8'))
  const { dependencies, peerDependencies, optionalDependencies } = manifest
  for (const library of Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })) {
    await link(library)
  }
  const page = (await readPages()).find(({ path }) => path === 'docs/extend.md')
  for (const { title, text } of page?.blocks ?? []) {
    if (/^[\w.-]+\.ts$/.test(title)) await writeFile(join(app, title), text)
  }
  await writeFile(join(app, 'package.json'), '{ "type": "module" }')
  await mkdir(join(app, 'stages'))
  await cp(join(root, 'stages/example.json'), join(app, 'stages/prod.json'))
}, 240_000)
afterAll(() => rm(app, { recursive: true }))

describe("somebody else's app", () => {
  it('deploys a stage with the construct, and what it adds itself', { timeout: 120_000 }, async () => {
    await inApp('app.ts')
    const template = JSON.parse(await readFile(join(app, 'cdk.out/Shop.template.json'), 'utf8'))
    const types = Object.values<{ readonly Type: string }>(template.Resources).map(({ Type }) => Type)
    expect(types).toContain('AWS::DynamoDB::GlobalTable')
    expect(types.filter((type) => type === 'AWS::Lambda::Function').length).toBeGreaterThan(
      Object.keys(routes).length,
    )
    const assets = (await readdir(join(app, 'cdk.out'))).filter((name) => name.startsWith('asset.'))
    expect(await readdir(join(app, 'cdk.out', assets[0] ?? ''))).toEqual(
      expect.arrayContaining(['index.js', 'stage.json']),
    )
  })

  it('takes 20 lines for the app and its hooks, which lie beside the functions that call them', async () => {
    const texts = await Promise.all(['app.ts', 'hooks.ts'].map((name) => readFile(join(app, name), 'utf8')))
    expect(
      texts
        .join('\n')
        .split('\n')
        .filter((line) => line.trim() !== '').length,
    ).toBeLessThanOrEqual(20)
    const assets = (await readdir(join(app, 'cdk.out'))).filter((name) => name.startsWith('asset.'))
    const hooked = await Promise.all(
      assets.map(async (name) => (await readdir(join(app, 'cdk.out', name))).includes('hooks.cjs')),
    )
    const calling = Object.values<Pick<Route, 'touches'>>({ ...routes, ...listeners }).filter(
      ({ touches }) => touches.hooks !== undefined,
    )
    expect(hooked.filter(Boolean)).toHaveLength(calling.length)
  })

  it('tests a sign-in against the stand-in of a provider', { timeout: 120_000 }, async () => {
    expect(await inApp('--test', 'members.test.ts')).toMatch(/^# pass 1$|^ℹ pass 1$/m)
  })

  it('has the types of both, and of every other block of TypeScript for an app', {
    timeout: 120_000,
  }, async () => {
    await link('@types/node')
    await link('standardwebhooks')
    const pages = (await readPages()).filter(({ path }) => appPages.includes(path))
    const blocks = pages.flatMap(({ blocks: all }) => all.filter(({ language }) => language === 'ts'))
    const untitled = blocks.filter(({ title }) => title === '')
    expect(untitled.length).toBeGreaterThan(4)
    const files = untitled.map(({ text }, index) => ({ name: `block-${index}.ts`, text }))
    for (const { name, text } of files) await writeFile(join(app, name), text)
    // A block that is wrong is found.
    await writeFile(join(app, 'wrong.ts'), wrongHooks)
    await expect(inApp(...compiler, 'wrong.ts')).rejects.toMatchObject({
      stdout: expect.stringContaining('wrong.ts'),
    })
    await inApp(...compiler, 'app.ts', 'members.test.ts', ...files.map(({ name }) => name))
  })

  it('finds every page that shows TypeScript in this test or in that of the client', async () => {
    const showing = (await readPages())
      .filter(({ blocks }) => blocks.some(({ language }) => language === 'ts'))
      .map(({ path }) => path)
    const checked = [...appPages, ...clientPages, ...pagesOfTools]
    expect(showing.filter((path) => !checked.includes(path))).toEqual([])
  })

  it('calls the commands by the name of the package', async () => {
    const command = join(app, 'node_modules/ieum/bin/ieum.js')
    expect(await inApp(command, 'keys', '--help')).toMatch(/^ieum keys --stage dev\n/)
    expect(await inApp(command)).toContain('ieum members ')
  })
})

describe('the package.json of the package', () => {
  it('lists what the code imports, leaves the CDK to the app, and hinders nobody to publish it', () => {
    const manifest = manifestOf(ownManifest, ['valibot', 'aws-cdk-lib'])
    expect(manifest.dependencies).toEqual({
      'aws-ses-v2-local': ownManifest.devDependencies['aws-ses-v2-local'],
      valibot: ownManifest.dependencies.valibot,
    })
    expect(Object.keys(manifest.peerDependencies)).toEqual(['aws-cdk-lib', 'constructs'])
    expect(manifest).not.toHaveProperty('private')
  })

  it('is refused for a package of an unknown version', () => {
    expect(() => manifestOf(ownManifest, ['left-pad'])).toThrow('package.json says no version of left-pad')
  })
})
