import { describe, expect, test } from 'vitest'
import { freshTable } from '../support/database.ts'
import { scan, violationsIn } from '../support/scan.ts'
import { minutes, now, once, pendingOf, registrationOf, somebody } from './cast.ts'

const { client, tableName, store } = await freshTable()
const person = somebody()
const pending = pendingOf(person)
await store.pendingConnections.keep(pending, once(), minutes(30))
await store.registrations.complete(registrationOf(person, pending), now)
await store.pendingConnections.keep(pendingOf(somebody()), once(), minutes(30))
const sound = await scan(client, tableName)

const without = (kind: string) => sound.filter((item) => item['kind'] !== kind)
const changed = (kind: string, change: Record<string, unknown>) =>
  sound.map((item) => (item['kind'] === kind ? { ...item, ...change } : item))

describe('the check of a whole table', () => {
  test('finds nothing in a sound one', () => {
    expect(violationsIn(sound)).toEqual([])
    expect(sound.length).toBeGreaterThan(10)
  })

  test.each([
    ['a claim without its member', without('member'), 'leads to no member'],
    ['a session without its member', without('member'), 'belongs to a member who is not there'],
    ['an identity without its claim', without('identity_claim'), 'has no claim'],
    ['a claim that its member does not list', without('identity'), 'is not listed by its member'],
    ['a way without its identity', without('identity'), 'has other ways than identities'],
    ['a contact without its claim', without('claim'), 'has not claimed its email'],
    ['a CI without its claim', without('claim'), 'has not claimed its CI'],
    ['a claim of something else', changed('member', { ci: 'other' }), 'belongs at CLAIM#ci#other'],
    [
      'a claim that says more than is proven',
      changed('claim', { verified: true }),
      'is not verified as it says',
    ],
    ['a member without a way in', changed('member', { ways: new Set() }), 'has no way in'],
    [
      'a way by an unverified number',
      changed('member', { ways: new Set(['phone']) }),
      'by an unverified phone',
    ],
    ['a visit that ended and waits', changed('pending', { end: 'linked' }), 'has ended, and has not'],
    [
      'a waiting identity that nobody looks at',
      changed('identity_claim', { dueAt: 1 }),
      'is due and not indexed',
    ],
    ['an item of no kind', changed('event', { kind: 'rumour' }), 'is of no known kind'],
  ])('finds %s', (_, items, what) => {
    expect(violationsIn(items).join('\n')).toContain(what)
  })
})
