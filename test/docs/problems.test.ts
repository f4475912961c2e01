import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { problems } from '../../lib/domain/values/problem.ts'
import { problemGuides } from '../../lib/http/problems/guide.ts'

/** The rows of the table of a page: code, status, and the cells for people without their links. */
const rowsOf = (text: string): readonly (readonly (string | undefined)[])[] =>
  [...text.matchAll(/^\| `(\w+)` \| (\d+) \| (.+) \| (.+) \|$/gm)].map(([, ...cells]) =>
    cells.map((cell) => cell?.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')),
  )

describe.each([
  ['docs/problems.md', 'en'],
  ['docs/problems.ko.md', 'ko'],
] as const)('%s', (path, locale) => {
  it('says of every problem what the page says that its type leads to', async () => {
    const guide = new Map(Object.entries(problemGuides[locale]))
    const told = Object.entries(problems).map(([code, { status }]) => {
      const { means, remedy } = guide.get(code) ?? {}
      return [code, String(status), means, remedy]
    })
    expect(rowsOf(await readFile(path, 'utf8'))).toEqual(told)
  })
})
