import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

/** What most requests do not use, by the file that lies beside each bundle. A function loads one when it is first used. */
const libraries = {
  'phone-numbers.cjs': './lib/contacts/phone-numbers.ts',
  'lunar-calendar.cjs': './lib/calendar/lunar-calendar.ts',
  'fault-texts.cjs': './lib/attributes/fault-texts.ts',
  'problem-page.cjs': './lib/http/response/problem-page.ts',
  'problem-texts.cjs': './lib/http/response/problem-texts.ts',
} as const

/** What Lambda loads: it warms up the bundle beside it. */
const start = { 'start.mjs': './lib/http/start.ts' } as const

/** The handler of a function, by Lambda's words. */
export const handlerName = 'start.handler'

const files = { ...libraries, ...start }
type LibraryFiles = Readonly<Record<keyof typeof files, string>>

let built: LibraryFiles | undefined

/** The paths of the files beside each bundle, which are built once in a process and deleted at its end. */
export function libraryFiles(): LibraryFiles {
  built ??= build(mkdtempSync(join(tmpdir(), 'ieum-libraries-')))
  return built
}

function build(folder: string): LibraryFiles {
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const outputOf = (name: keyof typeof files): string => {
    const outfile = join(folder, name)
    buildSync({
      entryPoints: [files[name]],
      outfile,
      bundle: true,
      minify: true,
      format: name in start ? 'esm' : 'cjs',
      platform: 'node',
      target: 'node24',
      charset: 'utf8',
    })
    return outfile
  }
  return {
    'phone-numbers.cjs': outputOf('phone-numbers.cjs'),
    'lunar-calendar.cjs': outputOf('lunar-calendar.cjs'),
    'fault-texts.cjs': outputOf('fault-texts.cjs'),
    'problem-page.cjs': outputOf('problem-page.cjs'),
    'problem-texts.cjs': outputOf('problem-texts.cjs'),
    'start.mjs': outputOf('start.mjs'),
  }
}
