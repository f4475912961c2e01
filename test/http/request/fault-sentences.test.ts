import { readdirSync } from 'node:fs'
import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import { type InputFault, Problem } from '../../../lib/domain/values/problem.ts'
import { check } from '../../../lib/http/request/input.ts'

const folder = new URL('../../../lib/http/request/', import.meta.url)
const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
)

const isSchema = (value: unknown): value is v.GenericSchema =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema' && '~run' in value

/** A schema and those within it. */
function* schemasIn(schema: v.GenericSchema): Generator<v.GenericSchema> {
  yield schema
  for (const part of Object.values(schema).flatMap((one) => (Array.isArray(one) ? one : [one]))) {
    const parts = typeof part === 'object' && part !== null && !isSchema(part) ? Object.values(part) : [part]
    for (const one of parts) if (isSchema(one) && one !== schema) yield* schemasIn(one)
  }
}

const wrongValues = [
  undefined,
  null,
  '',
  ' ',
  'x',
  '\u0000\u200b',
  '\u200b',
  'x'.repeat(20_000),
  7,
  7.5,
  true,
  false,
  [],
  {},
]
  .concat([
    [7],
    Array.from({ length: 60 }, () => 'x'),
    { x: 1 },
    { channel: 'email', to: 'x' },
    { consent: 1 },
  ])
  .concat([
    { year: 1990, monthDay: '0231', calendar: 'solar' },
    { consent: true },
    { id: 'x' },
    { email: 'x' },
  ])

function faultsOf(schema: v.GenericSchema, value: unknown): readonly InputFault[] {
  try {
    check(v.object({ field: schema }), { field: value })
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.extras.errors ?? []
  }
}

/** Words of a compiler or a library, and what says nothing. */
const rough =
  /["'()|!&{}[\]<>]|undefined|never|\bstring\b|\bboolean\b|Object|Array|Infinity|NaN|not valid|wrong format/

describe('a fault of the input', () => {
  let details: readonly InputFault['detail'][] = []
  beforeAll(async () => {
    const loaded = await Promise.all(modules.map((name) => import(new URL(name, folder).href)))
    const schemas = new Set(
      loaded
        .flatMap((one) => Object.values(one))
        .filter(isSchema)
        .flatMap((one) => [...schemasIn(one)]),
    )
    expect(schemas.size).toBeGreaterThan(100)
    details = [...schemas]
      .flatMap((one) => wrongValues.flatMap((value) => faultsOf(one, value)))
      .map(({ detail }) => detail)
  })

  it('is a plain sentence in English at every field of every request', () => {
    const said = [...new Set(details.map(({ en }) => en))].toSorted()
    expect(
      said.filter((en) => !/^(is|must|has) /.test(en) || rough.test(en.replace(/\(RFC \d+\)/, ''))),
    ).toEqual([])
    expect(said.length).toBeGreaterThan(20)
  })

  it('is a sentence in Korean as well, and says as much', () => {
    const said = [...new Set(details.map(({ ko }) => ko))].toSorted()
    const values = /\((예: [\d-]+|true|false|null|RFC \d+|base64url \d+자)\)/g
    const isPlain = (ko: string) => /(다|요)(\.|: .+)$|\.$/.test(ko) && /[가-힣]/.test(ko)
    expect(said.filter((ko) => !isPlain(ko) || rough.test(ko.replaceAll(values, '')))).toEqual([])
    expect(said.length).toBe(new Set(details.map(({ en }) => en)).size)
  })
})
