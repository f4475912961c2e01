import { describe, expect } from 'vitest'
import type { PublicEvent } from '../../lib/domain/history/public-event.ts'
import type { PutResult } from '../../lib/flows/ports/publishing.ts'
import { republish } from '../../lib/operators/repeating/republish.ts'
import { recordedEventsIn } from '../../lib/store/operators/recorded-events.ts'
import { messagesIn } from '../../lib/store/stream/stored-messages.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { accessTable } from '../../lib/store/table/table-access.ts'
import { left } from '../support/closing-steps.ts'
import { tableClient } from '../support/database.ts'
import { expectEvent } from '../support/event-schemas.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { members } from './members-command.ts'

/*
 * What `npm run members` tells and sends again: events of the histories, and messages that have failed. The commands have
 * the variables of an operator's shell.
 */

const it = testWithStack({ personas: [atKakao('new', { name: '김하나' })], changes: 'streamed' })

/** Runs a command with the stack's variables, as an operator's shell has them. Gives what it prints. */
const command = async (...given: readonly string[]): Promise<unknown> =>
  JSON.parse(await members({ variables: process.env }, ...given))

const details = async (stack: TestStack) => (await stack.events()).map(({ detail }) => detail)

describe('redrive', () => {
  it('sends a failed message again, once', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const { body } = await who.emailSignUp('failed@example.com')
    await stack.outbox()
    const queue = String(Object(body['member']).id)
    const table = accessTable({
      client: tableClient(),
      tableName: stack.tableName,
      retryPolicy: defaultRetryPolicy,
    })
    const messages = messagesIn(table)
    await left(who)
    for (const message of await messages.queue(queue)) {
      const now = new Date()
      const until = new Date(now.getTime() + 86_400_000)
      await messages.end(message, { state: 'failed', endedAt: now, why: 'MessageRejected', keptUntil: until })
    }
    const notices = async () => (await stack.outbox()).filter(({ to }) => to === 'failed@example.com')
    const before = (await notices()).length
    expect(await command('redrive')).toEqual({ redriven: 1 })
    expect(await command('redrive')).toEqual({ redriven: 0 })
    expect(await notices()).toHaveLength(before + 1)
  })
})

describe('republish', () => {
  it('tells every event since then again as it was told first, but what an erasure has emptied', async ({
    stack,
  }) => {
    const who = visitor(stack, { client: 'app' })
    await who.signUp('new')
    await who.changeConsent('marketing', false)
    const other = visitor(stack, { client: 'app' })
    const { body } = await other.emailSignUp('leaving@example.com')
    await other.changeConsent('marketing', true)
    await left(other)
    stack.advanceClock(31 * 86_400)
    await other.call('POST', '/_local/sweep', { body: {} })
    const before = await details(stack)
    expect(await command('republish', '--since', '2026-01-01')).toEqual({
      republished: before.length - 1,
      erased: 1,
      unreadable: 0,
    })
    const again = (await details(stack)).slice(before.length)
    for (const detail of again) expectEvent(detail)
    const gone = new Set(
      before.filter(({ type }) => type === 'member.erased').map(({ memberId }) => memberId),
    )
    expect(gone).toContain(Object(body['member']).id)
    const ordered = (all: readonly Readonly<Record<string, unknown>>[]) =>
      all.map(stripped).toSorted((a, b) => String(a['id']).localeCompare(String(b['id'])))
    // What was told of members who are gone lost the answers to terms.
    function stripped({ consents, ...detail }: Readonly<Record<string, unknown>>) {
      return gone.has(detail['memberId']) ? detail : { ...detail, consents }
    }
    const told = before.filter(({ memberId, type }) => !(gone.has(memberId) && type === 'consent.changed'))
    expect(ordered(again)).toEqual(ordered(told))
    for (const id of new Set(again.map(({ memberId }) => memberId))) {
      const sequences = again.filter(({ memberId }) => memberId === id).map(({ sequence }) => sequence)
      expect(sequences).toEqual(sequences.toSorted())
    }
  })

  it('leaves out what is older, and asks for a time', async () => {
    expect(await command('republish', '--since', '2030-01-01T00:00:00+09:00')).toMatchObject({
      republished: 0,
    })
    await expect(command('republish')).rejects.toThrow('--since is missing')
    await expect(command('republish', '--since', 'yesterday')).rejects.toThrow('it must be a time such as')
  })

  const events = (stack: TestStack) =>
    recordedEventsIn({
      client: tableClient(),
      tableName: stack.tableName,
      retryPolicy: defaultRetryPolicy,
    })

  it('puts again what the bus refused, and only that, and says what was done when it goes on refusing', async ({
    stack,
  }) => {
    const taken: PublicEvent[] = []
    let calls = 0
    const refuses: PutResult = { kind: 'refused', code: 'ThrottlingException' }
    const bus = {
      async put(given: readonly PublicEvent[]): Promise<readonly PutResult[]> {
        calls += 1
        if (calls % 2 === 1) return given.map(() => refuses)
        taken.push(...given)
        return given.map(() => ({ kind: 'taken' }))
      },
    }
    const all = await republish(
      { recordedEvents: events(stack), bus, pauses: Array(20).fill(0) },
      new Date(0),
    )
    expect(taken).toHaveLength(all.republished)
    expect(new Set(taken.map(({ id }) => id)).size).toBe(all.republished)
    const down = { put: async (given: readonly PublicEvent[]) => given.map(() => refuses) }
    await expect(
      republish({ recordedEvents: events(stack), bus: down, pauses: [0] }, new Date(0)),
    ).rejects.toThrow('The bus refuses events (ThrottlingException). 0 are told again; run the command again')
  })
})

describe('a table of before a restore, or a ledger, that is not there', () => {
  it.each([
    ['close-again', ['close-again', 'ieum-of-before'], {}],
    ['erase-again', ['erase-again'], { IEUM_LEDGER: 'ieum-of-before' }],
    ['any command', ['redrive'], { IEUM_TABLE: 'ieum-of-before' }],
  ])('is named by %s', async (_, given, more) => {
    const variables = { ...process.env, ...more }
    await expect(members({ variables }, ...given)).rejects.toThrow(
      'There is no table ieum-of-before. Check its name, and the account and the region of this shell',
    )
  })
})
