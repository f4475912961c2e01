import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startServer } from '../../lib/local/gateway/server.ts'
import { startLocalStack } from '../../lib/local/local-stack.ts'
import { visitor } from '../support/steps.ts'
import { equipped, openTestStack } from '../support/test-stack.ts'

it('restores the environment and the clock, and frees its port', async () => {
  const before = { ...process.env }
  const stack = await openTestStack()
  expect(process.env['IEUM_STAGE_JSON']).toContain(stack.origin)
  stack.advanceClock(86_400)
  await stack.stop()
  expect(process.env).toEqual(before)
  const next = await openTestStack()
  expect(Math.abs(next.advanceClock(0).getTime() - Date.now())).toBeLessThan(5_000)
  await next.stop()
  await expect(fetch(stack.origin)).rejects.toThrow()
})

it('starts again with other keys, so an earlier token is worthless', async () => {
  const first = await openTestStack()
  const person = visitor(first)
  await person.signUp('minji')
  await first.stop()
  const second = await openTestStack()
  const response = await visitor(second).call('GET', '/me', { bearer: person.accessToken })
  await second.stop()
  expect(response.body).toMatchObject({ code: 'invalid_token' })
})

it('stops the started parts when another part fails', async () => {
  const taken = await startServer(0, async () => ({ status: 200, headers: [], body: '' }))
  await expect(startLocalStack({ port: taken.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await taken.stop()
  const before = { ...process.env }
  const broken = { IEUM_SECRETS: '{}', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' }
  await expect(startLocalStack({ port: taken.port, environment: broken })).rejects.toThrow()
  expect(process.env).toEqual(before)
  const free = await startServer(taken.port, async () => ({ status: 200, headers: [], body: '' }))
  await free.stop()
})

it('refuses to start with an invalid setting, and names it', async () => {
  const start = openTestStack({ environment: { IEUM_POLICY: '{"full":["name"]}' } })
  await expect(start).rejects.toThrow(/^IEUM_POLICY: /)
})

it('keeps members, sessions and keys in a folder, the keys readable only by their owner', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ieum-'))
  const first = await startLocalStack({ port: 0, dataDir })
  const { port } = new URL(first.origin)
  const person = visitor(equipped(first))
  await person.signUp('minji')
  await first.stop()
  expect((await stat(join(dataDir, 'keys.json'))).mode & 0o077).toBe(0)
  const second = await startLocalStack({ port: Number(port), dataDir })
  const [renewed, me] = [await person.refresh(), await person.me()]
  await second.stop()
  await rm(dataDir, { recursive: true })
  expect(renewed.status).toBe(200)
  expect(me.body).toMatchObject({ email: 'minji.kim@example.com' })
})
