import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Problem } from '../../lib/domain/values/problem.ts'
import { refusingEvenly } from '../../lib/http/refusing-evenly.ts'
import { requestOf } from '../support/events.ts'

async function msOf(action: () => Promise<never>): Promise<number> {
  const startedAt = performance.now()
  await expect(refusingEvenly(action)(requestOf('POST /login/code'))).rejects.toThrow()
  return performance.now() - startedAt
}

it('a refusal that finds nobody never leaves before a whole step, however little it had to read', async () => {
  const refused = () => Promise.reject(new Problem('not_found'))
  expect(await msOf(refused)).toBeGreaterThanOrEqual(20)
  expect(await msOf(() => pause(25).then(refused))).toBeGreaterThanOrEqual(40)
})

it('nor when the turn of the event loop had begun long before it', async () => {
  const busy = () => {
    const until = performance.now() + 8
    while (performance.now() < until);
    return Promise.reject(new Problem('not_found'))
  }
  expect(await msOf(busy)).toBeGreaterThanOrEqual(20)
})

it('any other answer leaves at once', async () => {
  const failed = msOf(() => Promise.reject(new Problem('token_used')))
  expect(await Promise.race([failed.then(() => 'answered'), pause(15).then(() => 'waited')])).toBe('answered')
})
