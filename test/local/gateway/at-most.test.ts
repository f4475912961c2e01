import { expect, it } from 'vitest'
import { atMost } from '../../../lib/local/gateway/at-most.ts'
import { type LocalResponse, localJsonResponse } from '../../../lib/local/gateway/exchange.ts'

const request = {
  method: 'GET',
  target: '/me',
  httpVersion: '1.1',
  headers: [],
  sourceIp: '127.0.0.1',
  body: Buffer.alloc(0),
  receivedAt: new Date(0),
}

it('a gateway refuses what is too much at once, and takes more when something has ended, well or not', async () => {
  const open: PromiseWithResolvers<LocalResponse>[] = []
  const respond = atMost(2, () => {
    const response = Promise.withResolvers<LocalResponse>()
    open.push(response)
    return response.promise
  })
  const first = respond(request)
  const second = respond(request)
  const refused = await respond(request)
  expect([refused.status, refused.body]).toEqual([429, '{"message":"Too Many Requests"}'])

  open[0]?.resolve(localJsonResponse(200, {}))
  expect((await first).status).toBe(200)
  const third = respond(request)
  expect((await respond(request)).status).toBe(429)

  open[1]?.reject(new Error('broken'))
  await expect(second).rejects.toThrow('broken')
  const fourth = respond(request)
  for (const one of open) one.resolve(localJsonResponse(200, {}))
  expect([(await third).status, (await fourth).status]).toEqual([200, 200])
  expect(open).toHaveLength(4)
})
