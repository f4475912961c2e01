import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { personName } from '../../../lib/http/request/fields.ts'

describe('a name in a request', () => {
  const isTaken = (name: string) => v.safeParse(personName, name).success

  it('may come with spaces around it', () => {
    expect(v.parse(personName, `${' '.repeat(100)}김하늘 `)).toBe('김하늘')
  })

  it('is refused by its length before anything looks for its edges', () => {
    expect(isTaken(`${' '.repeat(317)}김하늘`)).toBe(true)
    expect(isTaken(`${' '.repeat(318)}김하늘`)).toBe(false)
  })

  it('has at most 50 characters', () => {
    expect([isTaken('가'.repeat(50)), isTaken('가'.repeat(51))]).toEqual([true, false])
  })
})
