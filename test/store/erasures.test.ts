import { afterEach, describe, expect, test } from 'vitest'
import { blockedValuesOfVisitor } from '../../lib/domain/leaving/closing-policy.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { erasuresIn } from '../../lib/store/erasures.ts'
import { messageWrites } from '../../lib/store/rows/message.ts'
import { messagesIn } from '../../lib/store/stream/stored-messages.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { accessTable } from '../../lib/store/table/table-access.ts'
import { plainHashes } from '../support/database.ts'
import { sure } from '../support/people.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import {
  days,
  membersToErase,
  minutes,
  noticeOf,
  now,
  once,
  pendingOf,
  profileOf,
  registrationOf,
  withdrawalOf,
} from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer, leaver: left } = await freshScene()
afterEach(() => expectInvariants(client, tableName))

const over = days(30)
const eventOf = (at: Date) => ({ id: ids.record(), type: 'member.erased', at }) as const
const erase = (id: MemberId, at = over) => store.erasures.erase(id, eventOf(at), at)

/** The whole table, as text. */
const everything = async (): Promise<string> =>
  JSON.stringify(await scan(client, tableName), (_, value) => (value instanceof Set ? [...value] : value))

describe('erasure', () => {
  test('is due after the grace period, and not before', async () => {
    const { member } = await left()
    expect(await membersToErase(store.erasures, minutes(-1, over))).not.toContain(member.id)
    expect(await membersToErase(store.erasures, over)).toContain(member.id)
    expect(await erase(member.id, minutes(-1, over))).toBe('left_alone')
    expect(await erase(member.id)).toBe('erased')
    expect(await membersToErase(store.erasures, days(99))).not.toContain(member.id)
    expect(await erase(member.id, days(99))).toBe('left_alone')
  })

  test('leaves nothing of the person', async () => {
    const { member, people } = await left(2)
    expect(await everything()).toContain(people[1]?.identity.subject)
    expect(await erase(member.id)).toBe('erased')
    const table = await everything()
    for (const { identity, email, phone, ci } of people) {
      for (const told of [identity.subject, email, phone, ci]) expect(table).not.toContain(told)
    }
    expect(sure(await store.sessions.list(member.id)).sessions).toEqual([])
  })

  test('takes the messages to the person too, also a failed one that still has its address', async () => {
    const { member } = await left()
    const table = accessTable({ client, tableName, retryPolicy: defaultRetryPolicy })
    const messages = messagesIn(table)
    const notices = [noticeOf(member.id), noticeOf(member.id)] as const
    await table.transact(messageWrites(notices))
    await messages.end(notices[0], {
      state: 'failed',
      endedAt: now,
      why: 'MessageRejected',
      keptUntil: days(44),
    })
    expect(await messages.queue(member.id)).toHaveLength(2)
    expect(await erase(member.id)).toBe('erased')
    expect(await messages.queue(member.id)).toEqual([])
  })

  test('keeps the answers to terms under a pseudonym by the day, and the events by our own ids', async () => {
    const { member } = await left()
    const table = accessTable({ client, tableName, retryPolicy: defaultRetryPolicy })
    // Up to 0.1, an answer had a row of its own.
    const response = { tag: 'service', version: '0', agreed: true, at: now.getTime(), source: 'import' }
    const Item = { ...keys.consent(member.id, 'service', ids.record()), kind: 'consent', ...response }
    await table.transact({ old: { Put: { Item } } })
    const before = (await scan(client, tableName)).filter(({ kind }) => kind === 'consent_record').length
    expect(await store.members.consents(member.id)).toHaveLength(3)
    expect(await erase(member.id)).toBe('erased')
    expect(await store.members.consents(member.id)).toEqual([])
    const after = await scan(client, tableName)
    const records = after.filter(({ kind }) => kind === 'consent_record')
    expect(records).toHaveLength(before + 3)
    expect(records.every(({ at }) => Number(at) % 86_400_000 === 0)).toBe(true)
    expect(JSON.stringify(records)).not.toContain(member.id)
    expect(JSON.stringify(after.filter(({ kind }) => kind === 'member'))).not.toContain('pseudonym')
    const own = after.filter(({ kind, memberId }) => kind === 'event' && memberId === member.id)
    expect(own.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['member.registered', 'identity.unlinked', 'member.withdrawn', 'member.erased']),
    )
    expect(own.some((event) => 'identity' in event || 'consents' in event || 'externalId' in event)).toBe(
      false,
    )
  })

  test('frees everything that led to the member', async () => {
    const { member, person } = await left()
    expect(await erase(member.id)).toBe('erased')
    const pending = pendingOf(person)
    await store.pendingConnections.keep(pending, once(), minutes(30))
    expect(await store.registrations.complete(registrationOf(person, pending), now)).toEqual({
      kind: 'registered',
    })
  })

  test('leaves an identity that the provider has not disconnected to the sweep, without an owner', async () => {
    const { member, session, person } = await newcomer()
    await store.withdrawals.begin(withdrawalOf([person], member, session), now)
    expect(await erase(member.id)).toBe('erased')
    const claim = sure(await store.identityClaims.find(person.identity))
    expect(claim).not.toHaveProperty('memberId')
    expect(await store.dueClaims.take(claim, minutes(5))).toBe(true)
    await store.identityClaims.endDisconnecting(person.identity)
    expect(await store.identityClaims.find(person.identity)).toBeUndefined()
  })

  test('keeps only the member itself while its photos cannot be deleted', async () => {
    const { member, person } = await left()
    const { erasures } = store
    expect(await erasures.erase(member.id, eventOf(over), over, async () => 'not_yet')).toBe('more')
    const rows = (await scan(client, tableName)).filter(({ PK }) => PK === `MEMBER#${member.id}`)
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['member', 'event']))
    const others = (await scan(client, tableName)).filter(
      (row) => row.kind !== 'member' || row.id !== member.id,
    )
    expect(JSON.stringify(others)).not.toContain(person.identity.subject)
    const at = minutes(5, over)
    expect(await membersToErase(erasures, at)).toContain(member.id)
    const asked: unknown[] = []
    const discardUploads: Parameters<typeof erasures.erase>[3] = async ({ attributes }) => {
      asked.push(attributes)
      return 'discarded'
    }
    expect(await erasures.erase(member.id, eventOf(at), at, discardUploads)).toBe('erased')
    expect(asked).toEqual([member.attributes])
    const whole = await everything()
    expect(whole).not.toContain(person.email)
    expect(whole).not.toContain(person.identity.subject)
  })

  test('takes as many steps as needed, and can pause after each step', async () => {
    const { member, people } = await left(50)
    const table = accessTable({ client, tableName, retryPolicy: defaultRetryPolicy })
    const slow = erasuresIn(table, plainHashes, { freshId: () => ids.record(), atMost: 1 })
    let at = over
    const goes: string[] = []
    do {
      goes.push(await slow.erase(member.id, eventOf(at), at))
      await expectInvariants(client, tableName)
      // A second erasure at once, or a restoration, changes nothing.
      expect(await slow.erase(member.id, eventOf(at), at)).toBe('left_alone')
      at = minutes(2, at)
    } while (goes.at(-1) === 'more' && goes.length < 20)
    expect(goes.at(-1)).toBe('erased')
    expect(goes.length).toBeGreaterThan(2)
    const whole = await everything()
    for (const { identity } of people) expect(whole).not.toContain(identity.subject)
  })
})

describe('an erased member', () => {
  test('is blocked by proven values until the date, and recognised by hashes alone', async () => {
    const { member, person } = await left()
    expect(await erase(member.id)).toBe('erased')
    const { identity, phone } = person
    const met = blockedValuesOfVisitor(profileOf(person), identity)
    expect(await store.rejoinBlocks.until(met, over)).toEqual(days(40))
    expect(
      await store.rejoinBlocks.until([{ of: 'identity', value: `kakao ${identity.subject}` }], over),
    ).toEqual(days(40))
    // The number was never verified, so anybody may have it.
    expect(await store.rejoinBlocks.until([{ of: 'phone', value: phone }], over)).toBeUndefined()
    expect(await store.rejoinBlocks.until(met, days(40))).toBeUndefined()
  })

  test('is not blocked after the date', async () => {
    const { member, person } = await left()
    expect(await erase(member.id, days(41))).toBe('erased')
    expect(
      await store.rejoinBlocks.until(blockedValuesOfVisitor(profileOf(person), person.identity), days(35)),
    ).toBeUndefined()
  })
})
