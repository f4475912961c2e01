import { marshall } from '@aws-sdk/util-dynamodb'
import { describe, expect, it } from 'vitest'
import type { MessageContent } from '../../../lib/domain/message/message.ts'
import { deliverDue } from '../../../lib/flows/jobs/courier.ts'
import { publish } from '../../../lib/flows/jobs/publish.ts'
import { sweep } from '../../../lib/flows/jobs/sweep.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { eventWrite } from '../../../lib/store/rows/member/history.ts'
import { newMemberWrite } from '../../../lib/store/rows/member/member.ts'
import { messageWrite } from '../../../lib/store/rows/message.ts'
import { storeOf } from '../../../lib/store/store.ts'
import { messagesIn } from '../../../lib/store/stream/stored-messages.ts'
import { readChanges } from '../../../lib/store/stream/stream-records.ts'
import type { PutWrite, TableItem } from '../../../lib/store/table/expressions.ts'
import { duePartitions, keys } from '../../../lib/store/table/schema.ts'
import { plainHashes } from '../../support/database.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'
import { email, identityAt, memberOf } from '../../support/people.ts'
import { plainCourier } from '../../support/plain-courier.ts'
import { beginning, openWorld } from '../../support/world.ts'

/*
 * Ten thousand rows, a quarter for each job, one in a hundred of which nobody can read: a change by hand, or a bug of long ago. Each job ends
 * all the others in one call, and reports those.
 */

const rows = 2500
const malformed = rows / 100
const isMalformed = (index: number): boolean => index % 100 === 0

const each = <Made>(make: (index: number) => Made): readonly Made[] =>
  Array.from({ length: rows }, (_, index) => make(index))

async function tableWith(writes: readonly PutWrite[]) {
  const table = memoryTable()
  for (const write of writes) await table.transact({ write })
  return table
}

const put = (item: TableItem & { readonly PK: string; readonly SK: string }): PutWrite => ({
  Put: { Item: item },
})
const due = beginning.getTime()

/** The world of the sweep on a table, with providers that end everything. */
function sweepWorld(table: Awaited<ReturnType<typeof tableWith>>) {
  const world = openWorld()
  const disconnection = { needs: 'identity' as const, disconnect: async () => 'ended' as const }
  return {
    ...world,
    ...storeOf(table, { hashes: plainHashes, nameIndexes: [], maxSessions: 50 }),
    providers: { find: () => ({ ...world.kakao.provider, disconnection }) },
  }
}

describe('one malformed row in a hundred', () => {
  it('keeps the sweep from no other connection', async () => {
    const claims = each((index) =>
      put({
        ...keys.identityClaim(identityAt('kakao', `${9000 + index}`)),
        kind: 'identity_claim',
        provider: 'kakao',
        subject: `${9000 + index}`,
        state: isMalformed(index) ? 'lost' : 'disconnecting',
        duePK: duePartitions.identity,
        dueAt: due,
      }),
    )
    const world = sweepWorld(await tableWith(claims))
    expect(await sweep(world)).toMatchObject({ ended: rows - malformed, failed: 0, unreadable: malformed })
    expect(world.reports).toEqual([{ event: 'rows_unreadable', count: malformed }])
  }, 60_000)

  it('keeps the sweep from erasing no other member', async () => {
    const members = each((index) => {
      // Nothing else in the table belongs to the members.
      const { email: _, name: _name, ...member } = memberOf(`${9000 + index}`, { ways: [] })
      const { Item } = newMemberWrite({ ...member, status: 'withdrawn', restorableUntil: beginning }).Put
      const attributes = isMalformed(index) ? '{' : '{}'
      return put({ ...Item, attributes, duePK: duePartitions.erasure, dueAt: due })
    })
    const world = sweepWorld(await tableWith(members))
    expect(await sweep(world)).toMatchObject({ erased: rows - malformed, unerased: malformed })
    expect(world.reports).toHaveLength(malformed)
    expect(world.reports[0]).toMatchObject({ event: 'erasure_failed', error: 'MalformedRow' })
  }, 60_000)

  it('keeps the courier from no other message', async () => {
    const courier = plainCourier()
    const content = (index: number): MessageContent => ({
      to: { channel: 'email', value: email(`someone${index}@example.com`) },
      message: { kind: 'changed', what: 'password', at: beginning },
    })
    const messages = each((index) => {
      const envelope = {
        id: ids.record(),
        queue: `queue-${index}`,
        of: 'changed' as const,
        locale: 'ko' as const,
      }
      const sealed = courier.world.messageSealing.seal(envelope, content(index))
      const { Item } = messageWrite({ ...envelope, sealed, createdAt: beginning }).Put
      const state = isMalformed(index) ? 'lost' : 'pending'
      return put({ ...Item, state, duePK: duePartitions.message, dueAt: due })
    })
    const table = await tableWith(messages)
    const delivered = await deliverDue({ ...courier, storedMessages: messagesIn(table) })
    expect(delivered).toMatchObject({ sent: rows - malformed, failed: malformed, unfinished: [] })
    expect(courier.setAsides).toHaveLength(malformed)
  }, 60_000)

  it('keeps the publisher from no other event', async () => {
    const records = each((index) => {
      const event = { id: ids.record(), type: 'member.withdrawn', at: beginning } as const
      const { Item } = eventWrite({ id: ids.member() }, event).Put
      const image = isMalformed(index) ? { ...Item, type: 'member.lost' } : Item
      return { dynamodb: { SequenceNumber: `${index}`, NewImage: marshall(image) } }
    })
    const published = await publish(
      { readChanges, put: async (events) => events.map(() => ({ kind: 'taken' })) },
      records,
    )
    expect(published).toEqual({ records: rows, published: rows - malformed, unreadable: malformed })
  }, 60_000)
})
