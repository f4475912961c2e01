import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect } from 'vitest'
import { type Overheard, overhear } from '../support/overheard.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** The texts of an error that must not appear again. */
const mark = 'canary.person@example.com'

let heard: Overheard
let member: Visitor
const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  member = visitor(stack, { client: 'app' })
  await member.signUp('minji')
  heard = overhear()
})
it.afterAll(() => {
  heard.stop()
})
afterEach(() => {
  expect(heard.everything()).not.toContain(mark)
})

/** Errors as clients, parsers and runtimes make them, with their input in the text. */
const errors: Readonly<Record<string, () => unknown>> = {
  'repeats a value': () => new Error(`cannot marshall ${mark}`),
  'repeats a value that looks like a place in the code': () =>
    new Error(`cannot marshall\n    at ${mark} (x.ts:1:1)\n    at ${mark}`),
  'has a cause': () => new Error('failed', { cause: new Error(mark) }),
  'holds the item that was refused': () =>
    Object.assign(new Error('Transaction cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ValidationError', Message: mark, Item: { email: { S: mark } } }],
    }),
  'holds the answer it came from': () => Object.assign(new Error('failed'), { $response: { body: mark } }),
  'is of a type of its own': () => new TypeError(`${mark} is not iterable`),
  'is made of several': () => new AggregateError([new Error(mark), new Error(mark)], mark),
  'has its message changed afterwards': () => Object.assign(new Error('first'), { message: mark }),
  'is only a text': () => mark,
  'is only an object': () => ({ message: mark, stack: `    at ${mark}`, toString: () => mark }),
  'is nothing at all': () => undefined,
}

/** The response of each door while every database call fails with this error. */
async function whileFailing(thrown: () => unknown, asked: () => Promise<readonly number[]>) {
  const database = mockClient(DynamoDBDocumentClient)
  try {
    // Code can reject a promise with any value.
    database.onAnyCommand().callsFake(() => Promise.reject(thrown()))
    return await asked()
  } finally {
    database.restore()
  }
}

/** A visitor whom the callback has sent back with a ticket. Only a real one leads to the database. */
async function arrive(stack: TestStack) {
  const who = visitor(stack)
  await who.startRedirect()
  return { who, back: await who.arrive('minji') }
}
type Arrived = Awaited<ReturnType<typeof arrive>>

async function knockEverywhere(stack: TestStack, arrived: Arrived): Promise<readonly number[]> {
  const somebody = visitor(stack)
  await somebody.startDirect()
  const brought = providerAnswerIn(somebody.consent('joon'))
  const responses = [
    await member.me(),
    await member.refresh(),
    await member.logout(),
    await somebody.finishDirect(brought),
    await arrived.who.redeemAt(arrived.back),
  ]
  for (const { text, headers } of responses) {
    expect(text).not.toContain(mark)
    expect(headers.get('content-type')).toBe('application/problem+json')
  }
  return responses.map(({ status }) => status)
}

describe.each(Object.entries(errors))('an error that %s', (_name, thrown) => {
  it('is a failure of ours in the response, and no word of it is logged', async ({ stack }) => {
    const arrived = await arrive(stack)
    const before = heard.log.length
    const statuses = await whileFailing(thrown, () => knockEverywhere(stack, arrived))
    expect(statuses.every((status) => status === 500 || status === 503)).toBe(true)
    const told = heard.log.slice(before).join('\n')
    expect(told).toContain('"level":"error"')
    expect(told).toContain('"requestId"')
    expect(told).not.toContain(mark)
  })
})

it('does not affect the next visitor', async () => {
  expect((await member.me()).status).toBe(200)
})
