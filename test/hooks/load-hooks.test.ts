import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundleHooks } from '../../lib/hooks/bundle-hooks.ts'
import { loadHooks } from '../../lib/hooks/load-hooks.ts'

const folder = mkdtempSync(join(tmpdir(), 'ieum-hooks-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

function written(text: string, extension: string): string {
  files += 1
  const file = join(folder, `${files}.${extension}`)
  writeFileSync(file, text)
  return file
}

/** The hooks of a TypeScript module, bundled as a deployment does. */
const hooksOf = (text: string) => loadHooks(written(bundleHooks(written(text, 'ts')), 'cjs'))

describe('a module of hooks', () => {
  it('is TypeScript, with all that it imports', () => {
    writeFileSync(join(folder, 'plans.ts'), 'export enum Plan { gold = "gold" }')
    const hooks = hooksOf(`
      import { createHash } from 'node:crypto'
      import { Plan } from './plans'
      const of = (id: string): string => createHash('md5').update(id).digest('hex') && Plan.gold
      export default { tokenClaims: (member: { id: string }) => ({ plan: of(member.id) }) }`)
    expect(hooks.get('tokenClaims')?.({ id: '1' })).toEqual({ plan: 'gold' })
  })

  it('may leave any hook out, or undefined', () => {
    expect([...hooksOf('export default {}').keys()]).toEqual([])
    expect([...hooksOf('export default { tokenClaims: undefined }').keys()]).toEqual([])
  })

  it.each([
    ['without a default export', 'export const tokenClaims = () => ({})', /default export/],
    [
      'with an unknown hook',
      'export default { tokenClaim: () => ({}) }',
      /no hook tokenClaim; there are .*tokenClaims/,
    ],
    ['with a hook that is no function', 'export default { tokenClaims: {} }', /tokenClaims is no function/],
    ['that throws', 'throw new Error("no database"); export default {}', /no database/],
  ])('%s is refused', (_, text, message) => {
    expect(() => hooksOf(text)).toThrow(message)
  })

  it('with a fault is refused where the fault is', () => {
    expect(() => bundleHooks(written('export default {', 'ts'))).toThrow(/\d\.ts:1:16/)
    expect(() => bundleHooks(join(folder, 'missing.ts'))).toThrow(/missing\.ts/)
  })
})
