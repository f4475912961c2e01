import { describe, expect, it } from 'vitest'
import { identityMethod } from '../../../lib/domain/member/member.ts'
import type { MemberId } from '../../../lib/domain/values/ids.ts'
import { deliverDue, deliverRecords } from '../../../lib/flows/jobs/courier.ts'
import { unlinkForMember } from '../../../lib/flows/service/unlink-for-member.ts'
import { operationsIn } from '../../../lib/store/operators/operations.ts'
import { claimWrite } from '../../../lib/store/rows/claim.ts'
import { linkedIdentityWrite } from '../../../lib/store/rows/identity/identity.ts'
import { linkedClaimWrite } from '../../../lib/store/rows/identity/identity-claim.ts'
import { memberRow, newMemberWrite } from '../../../lib/store/rows/member/member.ts'
import { readRow } from '../../../lib/store/rows/row.ts'
import { storeOf } from '../../../lib/store/store.ts'
import { messagesIn } from '../../../lib/store/stream/stored-messages.ts'
import { keys } from '../../../lib/store/table/schema.ts'
import type { TableAccess } from '../../../lib/store/table/table-access.ts'
import { chance } from '../../support/chance.ts'
import { plainHashes } from '../../support/database.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'
import { kakaoIdentity, memberOf, sure } from '../../support/people.ts'
import { plainCourier } from '../../support/plain-courier.ts'

/*
 * Processes die at any moment: before a request to the table, after it, before and after a mail has left. The doors here
 * unlink an identity, whose member is to be told; the courier tells. Chance decides who dies when, by a seed.
 */

const kills = 200
const members = 150

/** A process that dies by chance. Once dead, nothing of it goes on. */
function mortal(next: () => number, isSpent: () => boolean, onDeath: () => void) {
  let isDead = false
  const live = (): void => {
    if (!isDead && !isSpent() && next() < 0.06) {
      isDead = true
      onDeath()
    }
    if (isDead) throw new Error('killed')
  }
  const act = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    live()
    const result = await work()
    live()
    return result
  }
  return { act, isDead: () => isDead }
}

function world(seed: number) {
  const table = memoryTable()
  const courier = plainCourier()
  const next = chance(seed)
  let deaths = 0
  /** A new process, with the table as it reaches it. */
  const start = () => {
    const life = mortal(
      next,
      () => deaths >= kills,
      () => {
        deaths += 1
      },
    )
    const reached: TableAccess = {
      ...table,
      get: (key) => life.act(() => table.get(key)),
      getAll: (some, attributes) => life.act(() => table.getAll(some, attributes)),
      query: (range) => life.act(() => table.query(range)),
      update: (write) => life.act(() => table.update(write)),
      delete: (write) => life.act(() => table.delete(write)),
      transact: (writes) => life.act(() => table.transact(writes)),
    }
    return { ...life, table: reached }
  }
  return { table, courier, start, deaths: () => deaths }
}

async function admit(table: TableAccess, subject: string) {
  const identity = kakaoIdentity(subject)
  const member = memberOf(subject)
  await table.transact({
    member: newMemberWrite(member),
    email: claimWrite('email', sure(member.email).value, true, member),
    claim: linkedClaimWrite(identity, member, 'open'),
    identity: linkedIdentityWrite(member.id, { ...identity, linkedAt: new Date(0) }),
  })
  return { id: member.id, address: String(sure(member.email).value), method: identityMethod(identity) }
}

describe.each([1, 2, 3])('processes that are killed 200 times (seed %i)', (seed) => {
  it('send a message if and only if its change was committed, and repeat one only after a kill', async () => {
    const { table, courier, start, deaths } = world(seed)
    const people = await Promise.all(
      Array.from({ length: members }, (_, index) => admit(table, `${9000 + index}`)),
    )
    /** How many had died when a mail left, by its address. */
    const sentAt = new Map<string, number[]>()

    const unlink = async (id: MemberId) => {
      const door = start()
      const store = storeOf(door.table, { hashes: plainHashes, nameIndexes: [], maxSessions: 50 })
      const operations = operationsIn(door.table, plainHashes)
      const context = { world: { ...courier.world, ...store }, operations, operator: 'hana' }
      await unlinkForMember(context, id, { provider: 'kakao', force: true }).catch(() => {})
    }
    const deliver = async () => {
      const process = start()
      const mails = {
        send: async ({ to }: { readonly to: string }) =>
          process.act(async () => {
            sentAt.set(to, [...(sentAt.get(to) ?? []), deaths()])
          }),
      }
      const working = { ...courier, mails, storedMessages: messagesIn(process.table) }
      // The stream delivers the records again after a crash; the schedule finds what a dead courier has left.
      const queues = people.map(({ id }) => id)
      const readRecords = () => queues.map((queue) => ({ sequence: queue, queue }))
      await deliverRecords({ ...working, readRecords }, queues).catch(() => {})
      await deliverDue(working).catch(() => {})
    }

    for (const { id } of people) await unlink(id)
    for (let round = 0; round < 400 && deaths() < kills; round += 1) {
      await deliver()
      courier.world.pass(61)
    }
    for (let round = 0; round < 20; round += 1) {
      await deliver()
      courier.world.pass(61)
    }

    expect(deaths()).toBe(kills)
    // Some changes were lost with their door, and some mails were repeated: chance met every case.
    const told = [...sentAt.values()]
    expect(told.length).toBeGreaterThan(0)
    expect(told.length).toBeLessThan(members)
    expect(told.some((times) => times.length > 1)).toBe(true)
    for (const { id, address, method } of people) {
      const { ways } = readRow(memberRow, await table.get(keys.member(id)))
      const isCommitted = !ways.includes(method)
      const sent = sentAt.get(address) ?? []
      expect(sent.length > 0, `${address} is told of a change that happened`).toBe(isCommitted)
      // Two mails about one change: somebody died in between.
      expect(new Set(sent).size, `${address} is told again only after a kill`).toBe(sent.length)
    }
  }, 60_000)
})
