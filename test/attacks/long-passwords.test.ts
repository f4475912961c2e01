import { describe, expect } from 'vitest'
import { bringAlong, correspondent, goodPassword } from '../support/address-steps.ts'
import { memberByEmail } from '../support/address-world.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'

/*
 * Mallory wants to keep the password door busy: she sends very long passwords, and a hundred sign-ins at once, each
 * of which takes 19 MiB and a processor.
 * Defence: a body of more than 32 KB is refused unread, a password of more than 1,024 characters before any hash, and
 * at most two passwords are hashed at a time.
 */

const it = testWithStack()
it.beforeAll(({ stack }) => bringAlong(stack, memberByEmail('minji@example.com')))

describe('a very long password', () => {
  it.for([
    [1_000_000, 413, 'payload_too_large'],
    [33_000, 413, 'payload_too_large'],
    [32_000, 400, 'invalid_request'],
    [1_025, 400, 'invalid_request'],
    [1_024, 401, 'invalid_credentials'],
  ] as const)('of %i characters is answered by %i', async ([length, status, code], { stack }) => {
    const response = await correspondent(stack).byPassword('nobody@example.com', 'a'.repeat(length))
    expect(response).toMatchObject({ status, body: { code } })
  })

  it('cannot be chosen above 256 characters, however it is written', async ({ stack }) => {
    const here = correspondent(stack)
    const token = await here.prove('long@example.com', 'sign_up')
    for (const password of ['ab'.repeat(129), '\u{1f422}'.repeat(258), '가나'.repeat(129).normalize('NFD')]) {
      expect(await here.register(token, { password })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/password' }] },
      })
    }
  })
})

describe('a hundred sign-ins at once', () => {
  it('do not take a hundred times the memory', async ({ stack }) => {
    afterQuietDay(stack)
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss)
    }, 5)
    const all = Array.from({ length: 100 }, (_, index) =>
      correspondent(stack).byPassword(`nobody${index}@example.com`, goodPassword),
    )
    const statuses = (await Promise.all(all)).map(({ status }) => status)
    clearInterval(watch)
    // On a busy machine the database may be late for some of them. That is a refusal as well, and no crash.
    expect(statuses.filter((status) => ![401, 503].includes(status))).toEqual([])
    expect(statuses).toContain(401)
    // A hundred parallel hashes would take 1,900 MiB.
    expect(most - before).toBeLessThan(400 * 1024 * 1024)
  })
})
