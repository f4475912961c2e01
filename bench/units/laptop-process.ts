import { useBundledClients } from '../../lib/local/aws/bundled-clients.ts'
import type { LaptopRequest, LaptopResponse } from './laptop.ts'

/* The local stack in a process of its own, as `npm start` runs it, for the benchmark that `laptop.ts` starts it for. */

useBundledClients()
const { startLocalStack } = await import('../../lib/local/local-stack.ts')

const respond = (response: LaptopResponse): void => void process.send?.(response)
const first = Promise.withResolvers<LaptopRequest>()
process.once('message', (request: LaptopRequest) => first.resolve(request))
const started = await first.promise
if (started.kind !== 'start') throw new Error('the first message starts the stack')
const stack = await startLocalStack({ port: 0, members: [], casts: { kakao: started.cast } })
process.on('message', (request: LaptopRequest) => {
  if (request.kind !== 'authorize') return
  const url = stack.standIns.kakao?.authorize(request.url, request.persona, {}) ?? ''
  respond({ kind: 'authorized', id: request.id, url })
})
process.once('disconnect', () => void stack.stop().then(() => process.exit(0)))
const { origin, tableName, endpoint } = stack
respond({ kind: 'started', origin, tableName, endpoint })
