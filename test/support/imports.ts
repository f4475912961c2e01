import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** One file, and its imports: a file of ours by its path from the root, or a package by its name. */
export interface Arrow {
  readonly from: string
  readonly to: string
}

/** The source files below a folder of the repository, by their paths from its root. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

/** The text of a file, by its path from the root. */
export const textOf = (file: string): Promise<string> => readFile(join(root, file), 'utf8')

/** Static and dynamic imports, re-exports, imports for their effect, and inline types. */
const imports = /(?:^(?:import|export) (?:[^'"`;]* from )?|^} from |\bimport\()'([\w@#./:-]+)'/gm

/** `@scope/name` or `name` of a package, without the path inside it. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** The imports of a file with this text, each once. */
export function importsOf(file: string, text: string): readonly string[] {
  const found = [...text.matchAll(imports)].map(([, specifier = '']) =>
    specifier.startsWith('.') ? join(dirname(file), specifier) : packageOf(specifier),
  )
  return [...new Set(found)]
}

/** Every arrow that starts below one of these folders. */
export async function arrowsFrom(...folders: readonly string[]): Promise<readonly Arrow[]> {
  const files = (await Promise.all(folders.map(filesIn))).flat()
  const arrows = files.map(async (from) => {
    const targets = importsOf(from, await textOf(from))
    return targets.map((to): Arrow => ({ from, to }))
  })
  return (await Promise.all(arrows)).flat()
}
