import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditEventType, RecordedEvent } from '../../../lib/domain/history/audit.ts'
import type { PublicEvent } from '../../../lib/domain/history/public-event.ts'
import type { MemberId } from '../../../lib/domain/values/ids.ts'
import { publish } from '../../../lib/flows/jobs/publish.ts'
import type { Publishing, PutResult, StreamChange } from '../../../lib/flows/ports/publishing.ts'
import { memberId } from '../../store/cast.ts'
import { sure } from '../../support/people.ts'

const members = [memberId(), memberId(), memberId()]
const nobody = memberId()

/** The records of the stream about these members. A number is a record that cannot be read. */
interface Entry {
  readonly member: MemberId
  readonly type: AuditEventType
  readonly isReadable: boolean
}

const changeOf = ({ member, type, isReadable }: Entry, index: number): StreamChange => {
  const recorded: RecordedEvent = { id: `event-${index}`, type, at: new Date(index), memberId: member }
  return { sequence: String(index), recorded: isReadable ? recorded : undefined }
}

/** A bus that answers each event as told, and keeps the accepted events. */
function busThat(fateOf: (event: PublicEvent) => PutResult | 'throws', stream: readonly StreamChange[]) {
  const taken: PublicEvent[] = []
  const calls: (readonly PublicEvent[])[] = []
  const publishing: Publishing = {
    readChanges: (records) => records.map((record) => sure(stream[Number(record)], 'change')),
    async put(events) {
      calls.push(events)
      const fates = events.map(fateOf)
      if (fates.includes('throws')) throw new Error('the bus is down')
      return fates.map((fate, index) => {
        if (fate === 'throws') throw new Error('the bus is down')
        if (fate.kind === 'taken') taken.push(sure(events[index], 'event'))
        return fate
      })
    },
  }
  return { publishing, taken, calls }
}

const taken: PutResult = { kind: 'taken' }
const refused: PutResult = { kind: 'refused', code: 'ThrottlingException' }
const all = (stream: readonly StreamChange[], from = 0) => stream.map((_, index) => index).slice(from)
const paused = (member: MemberId, isReadable = true): Entry => ({
  member,
  type: 'member.deactivated',
  isReadable,
})
const [first = nobody, second = nobody] = members

describe('publishing', () => {
  it('publishes for several members at once, and for one member in order', async () => {
    const stream = [paused(first), paused(second), paused(second), paused(first)].map(changeOf)
    const { publishing, calls } = busThat(() => taken, stream)
    expect(await publish(publishing, all(stream))).toEqual({ records: 4, published: 4, unreadable: 0 })
    expect(calls.map((call) => call.map(({ id }) => id))).toEqual([
      ['event-0', 'event-1'],
      ['event-2', 'event-3'],
    ])
  })

  it('sends the bus at most ten events at once', async () => {
    const stream = Array.from({ length: 25 }, () => paused(memberId())).map(changeOf)
    const { publishing, calls } = busThat(() => taken, stream)
    await publish(publishing, all(stream))
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 5])
  })

  it('publishes no internal records', async () => {
    const stream = [changeOf({ ...paused(first), type: 'contact.displaced' }, 0)]
    const { publishing, calls } = busThat(() => taken, stream)
    expect(await publish(publishing, all(stream))).toEqual({ records: 1, published: 0, unreadable: 0 })
    expect(calls).toEqual([])
  })

  it('stops at the first event that the bus refuses, and gives the reason', async () => {
    const stream = [paused(first), paused(second), paused(first)].map(changeOf)
    const { publishing, taken: got } = busThat(({ id }) => (id === 'event-1' ? refused : taken), stream)
    expect(await publish(publishing, all(stream))).toEqual({
      records: 3,
      published: 1,
      unreadable: 0,
      stoppedBy: 'ThrottlingException',
      failedFrom: '1',
    })
    expect(got.map(({ id }) => id)).toEqual(['event-0'])
  })

  it('takes a missing or partial response of the bus for a refusal of all events', async () => {
    const stream = [paused(first), paused(second)].map(changeOf)
    const down = busThat(() => 'throws', stream)
    expect(await publish(down.publishing, all(stream))).toMatchObject({ published: 0, failedFrom: '0' })
    const silent = { ...down.publishing, put: async () => [taken] }
    expect(await publish(silent, all(stream))).toMatchObject({
      published: 1,
      stoppedBy: 'no_response',
      failedFrom: '1',
    })
  })

  it('skips an unreadable record, and publishes everything after it', async () => {
    const stream = [paused(first), paused(second, false), paused(first)].map(changeOf)
    const { publishing, taken: got } = busThat(() => taken, stream)
    expect(await publish(publishing, all(stream))).toEqual({ records: 3, published: 2, unreadable: 1 })
    expect(got.map(({ id }) => id)).toEqual(['event-0', 'event-2'])
  })
})

describe('for any failures of the bus', () => {
  const entry = fc.record({
    member: fc.constantFrom(...members),
    type: fc.constantFrom<AuditEventType>('member.deactivated', 'consent.changed', 'contact.verified'),
    isReadable: fc.constant(true),
  })
  const fate = fc.constantFrom<PutResult | 'throws'>(taken, taken, taken, refused, 'throws')

  it('every event arrives, in the member’s order, and only earlier events repeat', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 40 }),
        fc.infiniteStream(fate),
        async (entries, fates) => {
          const stream = entries.map(changeOf)
          let fails = 200
          const next = (): PutResult | 'throws' => (fails-- > 0 ? (fates.next().value ?? taken) : taken)
          const { publishing, taken: got } = busThat(next, stream)
          // Lambda sends again everything from the first failed record on.
          let from = 0
          while (from < stream.length) {
            const { failedFrom } = await publish(publishing, all(stream, from))
            from = failedFrom === undefined ? stream.length : Number(failedFrom)
          }
          const isTold = ({ type }: Entry) => type !== 'contact.verified'
          for (const member of members) {
            const heard = got.filter(({ memberId }) => memberId === member)
            // A repetition goes back. Between two steps back, the order is the order of the stream.
            const firsts = [...new Map(heard.map(({ id, sequence }) => [id, sequence])).values()]
            expect(firsts).toEqual(firsts.toSorted())
            expect(firsts).toHaveLength(entries.filter((one) => one.member === member && isTold(one)).length)
            for (const [index, { sequence }] of heard.entries()) {
              const before = heard.slice(0, index).map((event) => event.sequence)
              const skipped = firsts.filter((one) => one < sequence && !before.includes(one))
              expect(skipped).toEqual([])
            }
          }
        },
      ),
    ))
})
