import { describe, expect, it } from 'vitest'
import { readAttributeSchema } from '../../lib/attributes/compile.ts'
import { keyVariables } from '../../lib/config/overrides.ts'
import { publicEventTypes } from '../../lib/domain/history/public-event.ts'
import { messageKinds } from '../../lib/domain/message/message.ts'
import { problems } from '../../lib/domain/values/problem.ts'
import { defaultPolicy } from '../../lib/domain/visit/match-policy.ts'
import { outcomeSchemas } from '../../lib/http/openapi/response-schemas.ts'
import { fieldNames } from '../../lib/operators/importing/reading/fields.ts'
import { type Route, routes } from '../../lib/routes/routes.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { positionAndAddress, profileWithPhotos } from '../attributes/schemas.ts'
import { rows } from '../domain/rows.ts'
import { expectEvent } from '../support/event-schemas.ts'
import { filesIn, textOf } from '../support/imports.ts'
import { commandsOf } from './commands.ts'
import { codesIn, headingsOf, linksOf, type Page, readPages, spansOf, tableBelow } from './markdown.ts'

const pages = await readPages()
function page(path: string): Page {
  const found = pages.find((one) => one.path === path)
  if (found === undefined) throw new Error(`there is no page ${path}`)
  return found
}
const sorted = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].sort()
const jsonIn = (path: string): readonly unknown[] =>
  page(path)
    .blocks.filter(({ language }) => language === 'json')
    .map(({ text }) => JSON.parse(text))

describe('the README', () => {
  const [english, korean] = [page('README.md'), page('README.ko.md')]

  it.each([english, korean])('$path is one page', ({ text }) => {
    expect(text.split('\n').length).toBeLessThanOrEqual(251)
  })

  it.each([english, korean])('$path begins with the two commands', ({ text }) => {
    for (const command of ['npm ci && npm start', 'npm ci && npm test']) expect(text).toContain(command)
  })

  it('is the same page in both languages', () => {
    const links = (one: Page) => linksOf(one).filter((target) => !/^README(\.ko)?\.md$/.test(target))
    expect(headingsOf(korean).length).toBe(headingsOf(english).length)
    const translated = (target: string): string => {
      const other = target.replace(/\.md$/, '.ko.md')
      return pages.some(({ path }) => path === other) ? other : target
    }
    expect(links(korean)).toEqual(links(english).map(translated))
    expect(commandsOf(korean, 'ran', 'walked')).toEqual(commandsOf(english, 'ran', 'walked'))
    expect(korean.blocks.map(({ language, title }) => [language, title])).toEqual(
      english.blocks.map(({ language, title }) => [language, title]),
    )
  })

  it('tells the same cases as docs/cases.md, in both languages', () => {
    const cases = tableBelow(page('docs/cases.md'), 'The table').map(([row, , , outcome, status]) => [
      row,
      codesIn(outcome)[0],
      status?.split(',')[0],
    ])
    const short = (one: Page, heading: string) =>
      tableBelow(one, heading).map(([row, , outcome, status]) => [row, codesIn(outcome)[0], status])
    expect(cases.map(([row]) => row)).toEqual(Object.keys(rows))
    expect(short(english, 'The cases')).toEqual(cases)
    expect(short(korean, '케이스')).toEqual(cases)
  })
})

describe('docs/api.md', () => {
  const api = page('docs/api.md')

  it('lists every route, and none that does not exist', () => {
    const doors = Object.values<Route>(routes).flatMap((route) => route.doors)
    const listed = tableBelow(api, 'Routes').flatMap(([route]) => codesIn(route))
    expect(sorted(listed)).toEqual(sorted(doors.map(({ method, path }) => `${method} ${path}`)))
  })

  it('lists every outcome', () => {
    const listed = tableBelow(api, 'Outcomes').flatMap(([outcome]) => codesIn(outcome))
    expect(sorted(listed)).toEqual(sorted([...Object.keys(outcomeSchemas), 'reactivated']))
  })

  it('lists every problem beside its status', () => {
    const told = new Map(tableBelow(api, 'Problems').map(([status = '', codes]) => [status, codesIn(codes)]))
    for (const [code, { status }] of Object.entries(problems)) {
      const [, codes = []] = [...told].find(([statuses]) => statuses.includes(`${status}`)) ?? []
      expect(codes, `${code} beside ${status}`).toContain(code)
    }
  })

  it('lists every event, with an example that its schema takes', () => {
    const listed = tableBelow(api, 'Events').flatMap(([type]) => codesIn(type))
    expect(sorted(listed)).toEqual(sorted(publicEventTypes))
    for (const event of jsonIn('docs/api.md')) expectEvent(event)
  })
})

describe('the other pages', () => {
  it('docs/cases.md shows the default policy', () => {
    expect(jsonIn('docs/cases.md')).toEqual([defaultPolicy])
  })

  it('docs/operate.md lists every message', () => {
    const listed = tableBelow(page('docs/operate.md'), 'What members are told').map(
      ([kind]) => codesIn(kind)[0],
    )
    expect(sorted(listed.map(String))).toEqual(sorted(Object.keys(messageKinds)))
  })

  it('docs/services.md names tests that exist, the same in both languages', async () => {
    const [english, korean] = [page('docs/services.md'), page('docs/services.ko.md')]
    const rowsOf = (one: Page) =>
      one.prose
        .split('\n')
        .flatMap((line) => /\| `(test\/[^`]+)`: (.+) \|$/.exec(line) ?? [])
        .filter((_, index) => index % 3 !== 0)
    const named = rowsOf(english)
    expect(named.length).toBeGreaterThan(40)
    expect(rowsOf(korean)).toEqual(named)
    for (let index = 0; index < named.length; index += 2) {
      expect(await textOf(`${named[index]}`)).toContain(named[index + 1])
    }
  })

  it('docs/import.md lists every column', () => {
    const listed = tableBelow(page('docs/import.md'), 'The columns').flatMap(([column]) => codesIn(column))
    expect(sorted(listed)).toEqual(sorted(fieldNames))
  })

  it('docs/deploy.md shows the schemas of attributes that the tests use, less their titles', () => {
    const schemas = jsonIn('docs/deploy.md')
    expect(schemas.map(withoutTitles)).toEqual([positionAndAddress, profileWithPhotos].map(withoutTitles))
    for (const schema of schemas) expect(() => readAttributeSchema(JSON.stringify(schema))).not.toThrow()
  })

  const withoutTitles = (schema: unknown): unknown =>
    JSON.parse(JSON.stringify(schema, (key, value) => (key === 'x-titles' ? undefined : value)))

  it('docs/extend.md gives a reason for every dependency', () => {
    const { dependencies, devDependencies, optionalDependencies } = packageJson
    const used = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
    const listed = tableBelow(page('docs/extend.md'), 'Add a library').flatMap(([library]) =>
      codesIn(library),
    )
    expect(sorted(listed)).toEqual(sorted(used.map((name) => name.replace(/^@types\/.*/, '@types/*'))))
  })

  it('docs/decisions.md lists its decisions by date, newest first', () => {
    const decisions = page('docs/decisions.md')
    const told = [...decisions.text.matchAll(/^## (.+)\n\n(\d{4}-\d\d-\d\d)$/gm)].map(([, title, date]) => [
      date,
      title,
    ])
    const index = tableBelow(decisions, 'Decisions').map(([date, link = '']) => [
      date,
      /^\[(.+)\]\(/.exec(link)?.[1],
    ])
    expect(told.length).toBeGreaterThan(30)
    expect(index).toEqual(told)
    expect(told.map(([date]) => date)).toEqual(
      told
        .map(([date = '']) => date)
        .toSorted()
        .toReversed(),
    )
    for (const word of ['Context', 'Options', 'Choice', 'Consequences']) {
      expect(decisions.text.split(`- **${word}**: `).length - 1, word).toBe(told.length)
    }
  })

  it('docs/README.md names every page of docs/', () => {
    const named = linksOf(page('docs/README.md')).map((target) => `docs/${target}`)
    const there = pages.map(({ path }) => path).filter((path) => /^docs\/(?!README)/.test(path))
    expect(named).toEqual(expect.arrayContaining(there))
  })

  it('CONTRIBUTING.md says what every folder of lib/ holds', async () => {
    const folders = (await filesIn('lib')).map((file) => `lib/${file.split('/')[1]}/`)
    const listed = tableBelow(page('CONTRIBUTING.md'), 'How the stack is laid out').flatMap(([cell]) =>
      codesIn(cell),
    )
    expect(listed).toEqual(expect.arrayContaining([...sorted(folders)]))
  })

  it('name no variable that nothing reads', async () => {
    const folders = await Promise.all(['bin', 'lib', 'test/support'].map(filesIn))
    const sources = (await Promise.all(folders.flat().map(textOf))).join('\n')
    const named = pages
      .filter(({ path }) => path !== 'CHANGELOG.md')
      .flatMap(spansOf)
      .flatMap((span) => /^[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+(?=\??$)/.exec(span) ?? [])
    expect(named.length).toBeGreaterThan(40)
    const isRead = (name: string) => sources.includes(name) || keyVariables.includes(name)
    expect(sorted(named.filter((name) => !isRead(name)))).toEqual([])
  })

  it('hold JSON that can be read', () => {
    for (const { blocks } of pages) {
      for (const { text } of blocks.filter(({ language }) => language === 'json')) {
        expect(() => JSON.parse(text)).not.toThrow()
      }
    }
  })
})
