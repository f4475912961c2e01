import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../lib/http/openapi/operation.ts'
import { operations } from '../../../lib/http/openapi/operations.ts'
import { sentSchema } from '../../../lib/http/openapi/parts.ts'
import { maxCharacters } from '../../../lib/http/request/typed.ts'

/** One character of two UTF-16 units. */
const astral = '𐍈'

/** The limits of length in a schema, with the kind of value that each is about. */
interface Limit {
  readonly path: string
  readonly most: number
  readonly refuses: (text: string) => boolean
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function limitsIn(value: unknown, path: string, isText = false): Limit[] {
  if (Array.isArray(value)) return value.flatMap((each) => limitsIn(each, path, isText))
  if (!isRecord(value)) return []
  if (value['type'] === 'max_length' && isText) {
    const { requirement, '~run': run } = value
    if (typeof run !== 'function') throw new Error(`${path} has a limit that does nothing`)
    const refuses = (text: string) => {
      const dataset: { issues?: unknown } = { ...run({ typed: true, value: text }, {}) }
      return dataset.issues !== undefined
    }
    return [{ path, most: Number(requirement), refuses }]
  }
  const { pipe, entries, wrapped, item, options, type } = value
  const fields = isRecord(entries) ? Object.entries(entries) : []
  return [
    ...limitsIn(pipe, path, type === 'string'),
    ...fields.flatMap(([name, field]) => limitsIn(field, `${path}.${name}`)),
    ...[wrapped, item, options].flatMap((each) => limitsIn(each, path)),
  ]
}

const described = Object.entries<Operation>(operations).flatMap(([id, { body = [], query }]) =>
  [...body, ...(query === undefined ? [] : [query])].map((schema) => ({ id, schema })),
)

describe('a length in a request', () => {
  it('is counted in characters for every text field, as the description of the API says it', () => {
    const limits = described.flatMap(({ id, schema }) => limitsIn(schema, id))
    expect(new Set(limits.map(({ path }) => path)).size).toBeGreaterThan(60)
    const wrong = limits.filter(
      ({ most, refuses }) => refuses(astral.repeat(most)) || !refuses(astral.repeat(most + 1)),
    )
    expect(wrong.map(({ path, most }) => `${path} at ${most}`)).toEqual([])
  })

  it('has the same limit in the description of the API', () => {
    const schema = v.pipe(v.string(), maxCharacters(7))
    expect(sentSchema(schema)).toMatchObject({ type: 'string', maxLength: 7 })
    expect([v.is(schema, astral.repeat(7)), v.is(schema, astral.repeat(8))]).toEqual([true, false])
  })
})
