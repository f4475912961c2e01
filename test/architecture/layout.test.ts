import { describe, expect, it } from 'vitest'
import { arrowsFrom, filesIn, textOf } from '../support/imports.ts'

/** The files that a file reaches by its imports, including imports of types. */
function reachedFrom(file: string, next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>()
  const queue = [...(next.get(file) ?? [])]
  for (let to = queue.pop(); to !== undefined; to = queue.pop()) {
    if (reached.has(to)) continue
    reached.add(to)
    queue.push(...(next.get(to) ?? []))
  }
  return reached
}

/** Rooms that are lists by design: words in two languages, views, the casts of stand-ins. */
const listRooms = ['lib/demo/words', 'lib/demo/views']
const mostInARoom = 16

describe('rooms', () => {
  it('have no circle of imports, not even of types', async () => {
    const next = new Map<string, string[]>()
    const arrows = await arrowsFrom('bench', 'bin', 'functions', 'lib')
    for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to])
    expect([...next.keys()].filter((file) => reachedFrom(file, next).has(file))).toEqual([])
  })

  it(`hold at most ${mostInARoom} source files each`, async () => {
    const files = await filesIn('lib')
    const sizes = new Map<string, number>()
    for (const file of files) {
      const room = file.slice(0, file.lastIndexOf('/'))
      sizes.set(room, (sizes.get(room) ?? 0) + 1)
    }
    const full = [...sizes].filter(([room, size]) => size > mostInARoom && !listRooms.includes(room))
    expect(full).toEqual([])
  })
})

/** A list is as long as its subject. */
const lists = ['lib/routes/routes.ts', 'lib/demo/words/en.js', 'lib/demo/words/ko.js']

describe('files', () => {
  it.each([
    ['lib', 220],
    ['bin', 220],
    ['functions', 60],
  ])('of %s stay below %i lines', async (folder, most) => {
    const files = await Promise.all(
      (await filesIn(folder)).map(async (file) => ({ file, lines: (await textOf(file)).split('\n').length })),
    )
    expect(files.filter(({ file, lines }) => lines - 1 > most && !lists.includes(file))).toEqual([])
  })
})

/** Spreads that leave out an undefined key in their own way. */
const spellings = [
  // ...(name === undefined ? {} : { name }) and ...(condition ? { name } : {})
  /\.\.\.\([^()]*\? \{\} : \{/,
  /\.\.\.\((?:[^()]|\([^()]*\))*\? \{[^{}]*\} : \{\}\)/,
  // ...(name !== undefined && { name }) and ...(name && { name: name })
  /\.\.\.\(([\w.]+)(?: !== undefined)? && \{ (?:[\w']+: )?\1 \}\)/,
]

describe('absent keys', () => {
  it.each(['bin', 'functions', 'lib'])('of %s are left out by `defined` alone', async (folder) => {
    const texts = (await filesIn(folder)).filter((file) => file.endsWith('.ts'))
    const found = await Promise.all(
      texts.map(async (file) => {
        const lines = (await textOf(file)).split('\n')
        return lines
          .filter((line) => spellings.some((spelling) => spelling.test(line)))
          .map((line) => `${file}: ${line.trim()}`)
      }),
    )
    expect(found.flat()).toEqual([])
  })
})

describe('flows', () => {
  it('take the ports that they use, and never the whole world', async () => {
    const files = (await filesIn('lib/flows')).filter((file) => !file.startsWith('lib/flows/ports/'))
    const found = await Promise.all(
      files.map(async (file) =>
        ((await textOf(file)).match(/.*\w\)?\??: World\b.*|.*\}: World\b.*|.*<World>.*/g) ?? []).map(
          (line) => `${file}: ${line.trim()}`,
        ),
      ),
    )
    expect(found.flat()).toEqual([])
  })
})
