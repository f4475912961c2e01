import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { eventSchemas } from '../../lib/events/schemas.ts'
import { fieldsOf } from './fields.ts'

const ajv = new Ajv({ strict: true, allErrors: true })
formats.default(ajv)
const checks = new Map(Object.entries(eventSchemas).map(([type, schema]) => [type, ajv.compile(schema)]))

/** Fails, with every breach, unless the value matches the schema of its event type. */
export function expectEvent(detail: unknown): void {
  const check = checks.get(String(fieldsOf(detail)['type']))
  expect(check, 'a schema of its type').toBeDefined()
  check?.(detail)
  expect(check?.errors ?? []).toEqual([])
}
