import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { allDoors } from '../../client/elements/parts/doors.ts'
import { words } from '../../client/elements/words/table.ts'
import { providerIds } from '../../lib/domain/values/identity.ts'
import { allDoors as doorsOfStages } from '../../lib/domain/values/verification.ts'

/** The blanks of a text. */
const blanksIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()

describe('the elements', () => {
  it('compile with the types of a browser', () => {
    const tsc = join('node_modules', '.bin', 'tsc')
    expect(execFileSync(tsc, ['--noEmit', '-p', 'client'], { encoding: 'utf8' })).toBe('')
  })

  it('offer what a stage offers that sets no doors', () => {
    expect(allDoors).toEqual(doorsOfStages)
  })

  it('have every text in both languages, with the same blanks', () => {
    const uneven = Object.entries(words).filter(([, [ko, en]]) => `${blanksIn(ko)}` !== `${blanksIn(en)}`)
    expect(uneven).toEqual([])
    expect(Object.keys(words).length).toBeGreaterThan(200)
  })

  it('are smaller than 24 KB, and their style than 3 KB', () => {
    const { outputFiles } = buildSync({
      entryPoints: ['client/elements/index.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    })
    expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(24 * 1024)
    expect(gzipSync(readFileSync('client/elements/elements.css')).length).toBeLessThan(3 * 1024)
  })

  it.each(providerIds)('have a button for %s, in the colours of its guidelines', (id) => {
    const style = readFileSync('client/elements/elements.css', 'utf8')
    expect(style).toContain(`button.ieum-${id} {`)
    expect(readFileSync('client/elements/parts/marks.ts', 'utf8')).toContain(`  ${id}: mark(`)
  })
})
