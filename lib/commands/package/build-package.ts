import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleAll } from '../../cloud/functions/bundle-all.ts'
import { consumers } from '../../routes/consumers.ts'
import { jobs } from '../../routes/jobs.ts'
import { listeners } from '../../routes/listeners.ts'
import { type LambdaWork, routes } from '../../routes/routes.ts'
import { subscribers } from '../../routes/subscribers.ts'
import { manifestOf } from './manifest.ts'

/** What the package holds besides compiled code and bundles. The demo's page is made of the client's source. */
const copied = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'README.ko.md',
  'client/elements',
  'client/src',
  'docs',
  'lib/demo',
  'stages',
]

/** Every Lambda of a deployment: the compiler misses one that is left out. */
const lambdas = { ...routes, ...jobs, ...listeners, ...subscribers, ...consumers } satisfies Record<
  LambdaWork['id'],
  LambdaWork
>

/**
 * Builds the package in a folder, which it empties first: compiled code with its types, since Node strips no types below
 * `node_modules`; a bundle of each function; the pages of the demo and of the documentation; and its `package.json`.
 * Takes the repository's root, where it must run, and what fills a folder with the bundles. Throws the error of the
 * compiler or the bundler.
 */
export async function buildPackage(
  root: string,
  folder: string,
  bundle: (folder: string) => Promise<unknown> = (to) => bundleAll(to, Object.values(lambdas)),
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await Promise.all([
    compile(root, folder),
    bundle(join(folder, 'bundles')),
    ...copied.map((one) => cp(join(root, one), join(folder, one), { recursive: true })),
  ])
  const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const manifest = manifestOf(own, await importedIn(folder))
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/**
 * The types of the source were checked before; compiling only strips them and describes them. One thread does so in two
 * thirds of the CPU of many, and hardly later.
 */
async function compile(root: string, folder: string): Promise<void> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(root, 'tsconfig.package.json')
  await promisify(execFile)(process.execPath, [
    compiler,
    '-p',
    project,
    '--outDir',
    folder,
    '--singleThreaded',
  ])
}

/** Static and dynamic imports and re-exports of packages, also in types. */
const imports = /(?:\bfrom |\bimport |\bimport\()['"]([@\w][\w@./:-]*)['"]/g

/** The packages that the compiled code in a folder imports, each once. A browser runs the demo's. */
async function importedIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true })
  const code = files.filter((file) => /^(?:bin|functions|lib\/(?!demo\/)).*\.js$/.test(file))
  const texts = await Promise.all(code.map((file) => readFile(join(folder, file), 'utf8')))
  const specifiers = texts.flatMap((text) =>
    [...text.matchAll(imports)].map(([, specifier = '']) => specifier),
  )
  return [...new Set(specifiers.filter((one) => !isBuiltin(one)).map(packageOf))]
}

/** `@scope/name` or `name`, without the path inside the package. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
