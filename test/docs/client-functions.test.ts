import { describe, expect, it } from 'vitest'
import { createClient, memoryStorage } from '../../client/src/index.ts'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { codesIn, readPages, tableBelow } from './markdown.ts'

const pages = await readPages()
const table = (path: string, heading: string) =>
  pages.filter((page) => page.path === path).flatMap((page) => tableBelow(page, heading))
const english = table('client/README.md', 'Functions')
const korean = table('client/README.ko.md', '함수')

/** The name before the parentheses of a signature. */
const nameIn = (cell: string | undefined): string => codesIn(cell).join().split('(')[0] ?? ''
const routesIn = (cell: string | undefined): readonly string[] =>
  codesIn(cell).filter((code) => /^[A-Z]+ \//.test(code))

describe('the functions in client/README.md', () => {
  it('are those of a client, each once', () => {
    const client = createClient({
      origin: 'http://localhost:3000',
      clientId: 'spa',
      storage: memoryStorage(),
    })
    expect(english.map(([name]) => nameIn(name)).toSorted()).toEqual(Object.keys(client).toSorted())
  })

  it('call routes that there are', () => {
    const doors = Object.values<Route>(routes).flatMap((route) => route.doors)
    const known = doors.map(({ method, path }) => `${method} ${path}`)
    const named = english.flatMap(([, what]) => routesIn(what))
    expect(named.length).toBeGreaterThan(30)
    expect(known).toEqual(expect.arrayContaining(named))
  })

  it('are the same in Korean', () => {
    const facts = (rows: typeof english) => rows.map(([name, what]) => [name, routesIn(what)])
    expect(facts(korean)).toEqual(facts(english))
  })
})
