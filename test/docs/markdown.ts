import { glob, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** A fenced block: its language, the rest of its first line, and its text. */
export interface Block {
  readonly language: string
  readonly title: string
  readonly text: string
}

/** A Markdown file: its path from the root, its text, its fenced blocks, and its text without them. */
export interface Page {
  readonly path: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly prose: string
}

/** A block, also one that a step of a list holds. */
const fence = /^( *)```(\w*)[ \t]*(.*)\n([\s\S]*?)^\1```[ \t]*$/gm

/** Takes a path and a text, and gives the page. */
export function pageOf(path: string, text: string): Page {
  const blocks = [...text.matchAll(fence)].map(
    ([, indent = '', language = '', title = '', block = '']): Block => ({
      language,
      title: title.trim(),
      text: block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  )
  return { path, text, blocks, prose: text.replace(fence, '') }
}

const outside = new Set(['node_modules', 'cdk.out', 'coverage', '.git', '.data'])

/** Every Markdown file of the repository, sorted by path. */
export async function readPages(): Promise<readonly Page[]> {
  const paths: string[] = []
  for await (const path of glob('**/*.md', {
    cwd: root,
    exclude: (name) => outside.has(posix.basename(name)),
  })) {
    paths.push(path)
  }
  return Promise.all(paths.sort().map(async (path) => pageOf(path, await readFile(join(root, path), 'utf8'))))
}

/** The code spans of a page's prose, such as `npm test`. */
export const spansOf = ({ prose }: Page): readonly string[] =>
  [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)

/** The targets of the links of a page. */
export const linksOf = ({ prose }: Page): readonly string[] =>
  [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)

/** The headings of a page, without their marks. */
export const headingsOf = ({ prose }: Page): readonly string[] =>
  [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)

/** The anchors that GitHub gives to headings: letters, digits, hyphens; spaces become hyphens. */
export const anchorsOf = (page: Page): readonly string[] =>
  headingsOf(page).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )

/** The rows of all tables below a heading, cell by cell, without heads and rulers. */
export function tableBelow(page: Page, heading: string): readonly (readonly string[])[] {
  const [, after = ''] = page.prose.split(new RegExp(`^#+ ${heading}$`, 'm'))
  const [section = ''] = after.split(/^#+ /m)
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  const isRuler = (line: string | undefined): boolean => line !== undefined && /^[|\s-]+$/.test(line)
  return lines
    .filter((line, index) => !isRuler(line) && !isRuler(lines[index + 1]))
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    )
}

/** The code spans of one cell of a table. */
export const codesIn = (cell = ''): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
