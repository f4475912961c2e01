import { expect, it } from 'vitest'
import { createSession } from '../../client/src/session.ts'

/** An access token of a member, as far as a client reads it. */
const tokenOf = (sub: string): string => `head.${btoa(JSON.stringify({ sub }))}.signature`

it('gives nobody the token of somebody else, also while it is being kept', async () => {
  const members = ['first', 'second']
  const kept = new Map<string, string>()
  const seen: unknown[] = []
  const session = createSession({
    name: 'ieum.app',
    lock: async (_, work) => work(),
    storage: {
      get: async (key) => kept.get(key),
      // An app keeps its refresh token slowly, and asks for an access token meanwhile.
      async set(key, value) {
        kept.set(key, value)
        if (value === 'refresh-second') seen.push(await session.accessToken().catch(({ code }) => code))
      },
      remove: async (key) => void kept.delete(key),
    },
    async call() {
      const member = members.shift() ?? 'nobody'
      return { accessToken: tokenOf(member), expiresIn: 600, refreshToken: `refresh-${member}` }
    },
  })
  expect(await session.accessToken()).toBe(tokenOf('first'))
  await expect(session.renew()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
  expect(seen).toEqual(['reauthentication_mismatch'])
})

it('finds nobody, once the session has ended after somebody else had signed in', async () => {
  const session = createSession({
    name: 'ieum.web',
    lock: async (_, work) => work(),
    storage: { get: async () => undefined, set: async () => {}, remove: async () => {} },
    call: async () => ({ accessToken: tokenOf('second'), expiresIn: 600 }),
  })
  await session.keep({ accessToken: tokenOf('first'), expiresIn: 600 })
  await expect(session.renew()).rejects.toMatchObject({ code: 'reauthentication_mismatch' })
  await session.forget()
  expect(await session.accessToken()).toBeUndefined()
})
