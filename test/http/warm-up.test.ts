import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { msLeft } from '../../lib/aws/request-budget.ts'
import { warmUp } from '../../lib/http/warm-up.ts'
import { type Route, routes } from '../../lib/routes/routes.ts'

const failing = async () => {
  throw new Error('down')
}

it('takes every step, also after one that fails, and never throws', async () => {
  const taken: string[] = []
  const sync = () => {
    throw new Error('at once')
  }
  await warmUp([
    sync,
    failing,
    async () => {
      taken.push('last')
    },
  ])
  expect(taken).toEqual(['last'])
})

it('gives up in time, and lets a step that runs on fail', async () => {
  const never = Promise.withResolvers<never>()
  const started = performance.now()
  await warmUp([() => never.promise], { totalMs: 50, attemptMs: 20 })
  expect(performance.now() - started).toBeLessThan(5_000)
  never.reject(new Error('too late'))
})

it('gives the calls of its steps no more time than it has', async () => {
  const left: number[] = []
  await warmUp([async () => left.push(msLeft())], { totalMs: 500, attemptMs: 20 })
  expect(left[0]).toBeGreaterThan(0)
  expect(left[0]).toBeLessThanOrEqual(500)
})

it('reads the table only where the role of a function allows it', () => {
  const warm = readdirSync('functions').filter((file) =>
    readFileSync(`functions/${file}`, 'utf8').includes('warmTable'),
  )
  expect(warm).toContain('callback.ts')
  const granted = Object.values<Route>(routes).filter(({ touches }) => touches.table.includes('GetItem'))
  expect(granted.map(({ id }) => `${id}.ts`)).toEqual(expect.arrayContaining(warm))
})
