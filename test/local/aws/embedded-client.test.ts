import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultRequestLimits, withRequestBudget } from '../../../lib/aws/request-budget.ts'
import { DynamoDBClient } from '../../../lib/local/aws/embedded-client.ts'

/** A database that responds when told, in the order of the requests. */
function databaseOnDemand() {
  const bodies: unknown[] = []
  const open: ((response: { statusCode: number; text: string }) => void)[] = []
  const handle = ({ body }: { body?: unknown }) => {
    bodies.push(JSON.parse(String(body)))
    return new Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Readable } }>(
      (resolve) => {
        open.push(({ statusCode, text }) =>
          resolve({ response: { statusCode, headers: {}, body: Readable.from([Buffer.from(text)]) } }),
        )
      },
    )
  }
  const client = new DynamoDBClient({
    region: 'local',
    endpoint: 'http://127.0.0.1:9',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: { handle },
  })
  /** One attempt of a transaction, as a request makes it. */
  const attempt = (token: string) => {
    const text = '{"TransactItems":[]}'
    const command = { operation: 'TransactWriteItems', text, token, outputOf: (output: object) => output }
    return withRequestBudget(() => client.send(command), defaultRequestLimits)
  }
  /** Responds to the first request without a response. */
  const respond = async (statusCode = 200, text = '{}') => {
    await vi.waitFor(() => expect(open.length).toBeGreaterThan(0))
    open.shift()?.({ statusCode, text })
  }
  return { bodies, attempt, respond }
}

describe('a transaction of the embedded database', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is sent without its token, which would make the next ones dearer', async () => {
    const { bodies, attempt, respond } = databaseOnDemand()
    const [output] = await Promise.all([attempt('one'), respond(200, '{"a":1}')])
    expect(output).toEqual({ a: 1 })
    expect(bodies).toEqual([{ TransactItems: [] }])
  })

  it('that took too long is not sent again: the next attempt gets its outcome', async () => {
    const { bodies, attempt, respond } = databaseOnDemand()
    const first = expect(attempt('one')).rejects.toMatchObject({ name: 'TimeoutError' })
    await vi.advanceTimersByTimeAsync(defaultRequestLimits.attemptMs)
    await first
    const [output] = await Promise.all([attempt('one'), respond(200, '{"a":1}')])
    expect(output).toEqual({ a: 1 })
    expect(bodies).toHaveLength(1)
  })

  it('that was written after its attempt ended is not written again', async () => {
    const { bodies, attempt, respond } = databaseOnDemand()
    const first = expect(attempt('one')).rejects.toMatchObject({ name: 'TimeoutError' })
    await vi.advanceTimersByTimeAsync(defaultRequestLimits.attemptMs)
    await first
    await respond(200, '{"a":1}')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await attempt('one')).toEqual({ a: 1 })
    expect(bodies).toHaveLength(1)
  })

  it('that was refused is sent again, also after its attempt ended', async () => {
    const { bodies, attempt, respond } = databaseOnDemand()
    const refusal = '{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException"}'
    const refused = expect(attempt('one')).rejects.toMatchObject({ name: 'TransactionCanceledException' })
    await respond(400, refusal)
    await refused
    const late = expect(attempt('one')).rejects.toMatchObject({ name: 'TimeoutError' })
    await vi.advanceTimersByTimeAsync(defaultRequestLimits.attemptMs)
    await late
    await respond(400, refusal)
    await vi.advanceTimersByTimeAsync(1)
    await Promise.all([attempt('one'), respond()])
    expect(bodies).toHaveLength(3)
  })

  it('has nothing to do with one of another token', async () => {
    const { bodies, attempt, respond } = databaseOnDemand()
    const both = Promise.all([attempt('one'), attempt('two')])
    await respond(200, '{"a":1}')
    await respond(200, '{"a":2}')
    expect(await both).toEqual([{ a: 1 }, { a: 2 }])
    expect(bodies).toHaveLength(2)
  })
})
