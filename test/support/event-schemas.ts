import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { eventSchemas } from '../../lib/events/schemas.ts'
import { fieldsOf } from './fields.ts'

const ajv = new Ajv({ strict: true, allErrors: true })
formats.default(ajv)
const checks = new Map(Object.entries(eventSchemas).map(([type, schema]) => [type, ajv.compile(schema)]))

/** The fields that each schema tells. A consumer ignores others, and an event has none. */
const properties = new Map(
  Object.entries(eventSchemas).map(([type, schema]) => [type, Object.keys(schema.properties)]),
)

/** Fails, with every breach, unless the value matches the schema of its event type and has no field besides. */
export function expectEvent(detail: unknown): void {
  const type = String(fieldsOf(detail)['type'])
  const check = checks.get(type)
  expect(check, 'a schema of its type').toBeDefined()
  check?.(detail)
  expect(check?.errors ?? []).toEqual([])
  expect(Object.keys(fieldsOf(detail)).filter((name) => !properties.get(type)?.includes(name))).toEqual([])
}
