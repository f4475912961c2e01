import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type Defined, defined } from '../../../lib/domain/values/defined.ts'

interface Card {
  readonly id: string
  readonly name?: string
  readonly mail?: { readonly address: string; readonly trust: 'vouched' | 'said' }
}
type Step = { readonly kind: 'go'; readonly to?: string } | { readonly kind: 'stay'; readonly until?: number }

const maybe = (text: string): string | undefined => (text === '' ? undefined : text)

describe('defined', () => {
  it('drops exactly the keys whose value is undefined', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.option(fc.anything(), { nil: undefined })), (fields) => {
        const kept = defined(fields)
        for (const [key, value] of Object.entries(fields)) {
          expect(Object.hasOwn(kept, key)).toBe(value !== undefined)
        }
        expect(Object.keys(kept)).toEqual(Object.keys(fields).filter((key) => fields[key] !== undefined))
      }),
    )
  })

  it('keeps a field that is named like the prototype as a field', () => {
    const kept = defined(JSON.parse('{"__proto__": {"isAdmin": true}, "b": 1}'))
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"isAdmin":true},"b":1}')
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype)
  })

  it('keeps falsy values', () => {
    expect(defined({ no: false, zero: 0, empty: '', nothing: null })).toStrictEqual({
      no: false,
      zero: 0,
      empty: '',
      nothing: null,
    })
  })

  it('makes possibly undefined keys optional, and leaves the rest required', () => {
    type Fields = { readonly id: string; readonly name: string | undefined }
    expectTypeOf<Defined<Fields>>().toExtend<{ readonly id: string; readonly name?: string }>()
    const card: Card = defined({ id: 'a', name: maybe('') })
    expect(card).toStrictEqual({ id: 'a' })
  })

  it('types its values from the target', () => {
    const address = maybe('a@example.com')
    const card: Card = { id: 'a', ...defined({ mail: (address && { address, trust: 'said' }) || undefined }) }
    expect(card.mail?.trust).toBe('said')
    const step: Step = { kind: 'go', ...defined({ to: maybe('there') }) }
    expect(step).toStrictEqual({ kind: 'go', to: 'there' })
  })

  it('refuses a key that the target lacks, also through a spread', () => {
    // @ts-expect-error: a card has no `nickname`
    const whole: Card = defined({ id: 'a', nickname: maybe('b') })
    // @ts-expect-error: a card has no `nickname`
    const spread: Card = { id: 'a', ...defined({ nickname: maybe('b') }) }
    // @ts-expect-error: neither kind of step has `from`
    const step: Step = { kind: 'go', ...defined({ from: maybe('here') }) }
    // @ts-expect-error: a name is text
    const wrong: Card = { id: 'a', ...defined({ name: 1 }) }
    // @ts-expect-error: an id is required
    const lacking: Card = defined({ id: maybe('a') })
    expect([whole, spread, step, wrong, lacking]).toHaveLength(5)
  })
})
