import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { problems } from '../../lib/domain/values/problem.ts'

/** The rows of the table of a page: code, status, and the cells for people. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\| `(\w+)` \| (\d+) \| (.+) \| (.+) \|$/gm)].map(([, ...cells]) => cells)

describe.each(['docs/problems.md', 'docs/problems.ko.md'])('%s', (path) => {
  it('says of every problem, with its status, what to do', async () => {
    const rows = rowsOf(await readFile(path, 'utf8'))
    const told = Object.entries(problems).map(([code, { status }]) => [code, String(status)])
    expect(rows.map(([code, status]) => [code, status])).toEqual(told)
    expect(rows.every((cells) => cells.every((cell) => cell.trim() !== ''))).toBe(true)
  })
})
