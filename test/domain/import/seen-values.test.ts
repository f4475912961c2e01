import { expect, test } from 'vitest'
import { SeenValues } from '../../../lib/domain/import/seen-values.ts'

const valuesOf = (kind: string): readonly string[] =>
  Array.from({ length: 5000 }, (_, index) => `email ${kind}${index}@example.com`)

test('a value that an import has met is never taken for a new one', () => {
  const seen = new SeenValues()
  for (const value of valuesOf('member')) seen.add(value)
  expect(valuesOf('member').filter((value) => !seen.add(value))).toEqual([])
})

test('few new values are taken for known ones', () => {
  const seen = new SeenValues()
  for (const value of valuesOf('member')) seen.add(value)
  expect(valuesOf('other').filter((value) => seen.add(value)).length).toBeLessThan(5)
})

test('a question remembers nothing', () => {
  const seen = new SeenValues()
  expect([seen.has('email a@example.com'), seen.has('email a@example.com')]).toEqual([false, false])
  seen.add('email a@example.com')
  expect(seen.has('email a@example.com')).toBe(true)
})

test('a few values take some pages of memory, and not the whole filter', () => {
  const seen = new SeenValues()
  const before = process.memoryUsage().arrayBuffers
  for (const value of valuesOf('member').slice(0, 5)) seen.add(value)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000)
  expect(seen.has('email member4@example.com')).toBe(true)
})
