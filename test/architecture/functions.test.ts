import { describe, expect, it } from 'vitest'
import { functionLengthsIn, sourcesIn } from '../support/syntax.ts'

const byLines = (a: { readonly lines: number }, b: { readonly lines: number }): number => a.lines - b.lines

describe('functions', () => {
  it('have at most 60 lines, and nine of ten have at most 20', async () => {
    const sources = await sourcesIn('bin', 'client', 'functions', 'lib')
    const lengths = sources.flatMap(functionLengthsIn).sort(byLines)
    expect(lengths.length).toBeGreaterThan(1000)
    expect(lengths.filter(({ lines }) => lines > 60)).toEqual([])
    expect(lengths.at(Math.floor(lengths.length * 0.9))?.lines).toBeLessThanOrEqual(20)
  })
})
