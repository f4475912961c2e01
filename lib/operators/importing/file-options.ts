import { readFile } from 'node:fs/promises'
import { defined } from '../../domain/values/defined.ts'
import { withFileNamed } from '../named-file.ts'
import { readColumnMap } from './reading/columns/columns.ts'
import type { ReadOptions } from './reading/read-file.ts'
import { UnusableFile } from './reading/unusable-file.ts'
import type { WordMap } from './understanding/rules.ts'
import { readObject } from './understanding/structures.ts'

/** How a file is read and understood. */
export interface FileOptions {
  readonly reading: ReadOptions
  readonly words: WordMap
  /** Rejects a record for each value that is not understood, instead of leaving the value out. */
  readonly strict: boolean
}

/** The options of an operator's command, as typed. */
export interface TypedOptions {
  /** `COLUMN=FIELD` each, or the name of a file of such lines. */
  readonly map?: readonly string[]
  /** `WORD=MEANING` each, or the name of a file of such lines. */
  readonly mapValue?: readonly string[]
  readonly encoding?: string
  readonly ignoresUnknown: boolean
  readonly strict: boolean
}

/** The pairs in a file: a JSON object, or a line each. Lines that begin with `#` are left out. */
async function pairsIn(file: string): Promise<readonly string[]> {
  const text = await withFileNamed(file, () => readFile(file, 'utf8')).catch((error: unknown) => {
    if (Object(error)['code'] !== 'ENOENT') throw error
    throw new UnusableFile(`${file} is neither NAME=NAME nor a file of such lines that is there`)
  })
  const object = readObject(text)
  if (object !== undefined)
    return Object.entries(object).map(([name, meaning]) => `${name}=${String(meaning)}`)
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('#'))
}

const pairsOf = async (typed: readonly string[] = []): Promise<readonly string[]> =>
  (await Promise.all(typed.map((one) => (one.includes('=') ? [one] : pairsIn(one))))).flat()

function wordPair(pair: string): [string, string] {
  const at = pair.lastIndexOf('=')
  const [word, meaning] = [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)]
  if (word.trim() === '' || meaning.trim() === '')
    throw new UnusableFile(`--map-value ${pair} must be WORD=MEANING`)
  return [word.normalize('NFC').trim().toLowerCase(), meaning.trim()]
}

/** Reads how a file is to be understood. Throws `UnusableFile` for an option in another form, and
 * the system's error of a file of options. */
export async function readFileOptions(typed: TypedOptions): Promise<FileOptions> {
  const { encoding, ignoresUnknown, strict } = typed
  const map = readColumnMap(await pairsOf(typed.map))
  const words = new Map((await pairsOf(typed.mapValue)).map(wordPair))
  return { reading: { map, ignoresUnknown, ...defined({ encoding }) }, words, strict }
}
