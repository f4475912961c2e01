import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { saidFault } from '../../lib/commands/saying/said-fault.ts'
import { signedRoutes } from '../../lib/commands/support/signed-routes.ts'

beforeEach(() => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'test')
  vi.stubEnv('AWS_REGION', 'ap-northeast-2')
})
afterEach(() => vi.unstubAllEnvs())

/** What a search at this origin fails with. */
const failure = (origin: string): Promise<unknown> =>
  signedRoutes(origin, 'en')
    .search(['email', 'minji@example.com'])
    .catch((error: unknown) => error)

/** A server that answers so, and the origin at which it listens. */
async function serverWith(answer: (close: () => void) => string | undefined) {
  const server = createServer((request, response) => {
    const text = answer(() => request.socket.destroy())
    if (text !== undefined) response.end(text)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${Object(server.address()).port}`,
    [Symbol.dispose]: () => void server.close(),
  }
}

it('names a host that has no address, and why', async () => {
  const failed = await failure('https://auth.shop.invalid')
  expect(saidFault(failed)).toMatch(/^https:\/\/auth\.shop\.invalid does not answer \(.*E\w+.*\)\. Check /)
  expect(saidFault(failed)).not.toContain('fetch failed')
  expect(saidFault(failed, 'ko')).toContain('https://auth.shop.invalid 주소가 응답하지 않습니다(')
})

it('names a host where nothing listens, or that ends the connection', async () => {
  let closed = ''
  {
    using server = await serverWith((close) => void close())
    closed = server.origin
    expect(saidFault(await failure(closed))).toContain(`${closed} does not answer (`)
  }
  expect(saidFault(await failure(closed))).toMatch(/ does not answer \(.*ECONNREFUSED.*\)/)
})

it('names a host that answers with something else than ieum', async () => {
  using server = await serverWith(() => '<html>a parked domain</html>')
  const failed = await failure(server.origin)
  expect(saidFault(failed)).toBe(
    `${server.origin} answers, but not as ieum does. Check the origin of the stage's file; IEUM_SERVICE_ORIGIN names another`,
  )
  expect(saidFault(failed, 'ko')).toContain('ieum의 응답이 아닙니다')
})
