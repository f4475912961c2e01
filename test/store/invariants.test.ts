import { describe, expect, test } from 'vitest'
import { defaultLimits, limitsOf } from '../../lib/domain/limits/stage-limits.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { freshTable, storeOn } from '../support/database.ts'
import { scan, violationsIn } from '../support/scan.ts'
import { addressRegistrationOf, minutes, now, once, pendingOf, registrationOf, somebody } from './cast.ts'
import { codeTo, messageOf, proven, somewhere } from './codes.ts'

const { client, tableName } = await freshTable()
const store = storeOn(client, tableName, { nameIndexes: ['name'] })
const person = somebody()
const pending = pendingOf(person)
await store.pendingConnections.keep(pending, once(), minutes(30))
await store.registrations.complete(registrationOf(person, pending), now)
await store.pendingConnections.keep(pendingOf(somebody()), once(), minutes(30))
const used = await proven(store, somewhere())
const another = addressRegistrationOf(used)
await store.registrations.complete(another, now)
const waitingCode = codeTo(somewhere())
await store.verifications.start(waitingCode, messageOf(waitingCode))
await store.limits.spend([{ limit: limitsOf(defaultLimits).codesHere, key: 'somebody' }], now)
const sound = await scan(client, tableName)

const without = (kind: string) => sound.filter((item) => item['kind'] !== kind)
const changed = (kind: string, change: Record<string, unknown>) =>
  sound.map((item) => (item['kind'] === kind ? { ...item, ...change } : item))

// Both members have the same name until one of them gets another.
const renamed = sound.map((item) =>
  item['PK'] === keys.member(another.member.id).PK && item['kind'] === 'member'
    ? { ...item, name: 'Another' }
    : item,
)

describe('the check of a whole table', () => {
  test('finds nothing in a sound table', () => {
    expect(violationsIn(sound, 'name')).toEqual([])
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
    [
      'an identity that has ended and is listed as linked',
      changed('identity_claim', { state: 'unlinked_by_provider' }),
      'is unlinked_by_provider, and its member lists it otherwise',
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
    [
      'an owner of an identity that is being ended',
      changed('identity_claim', { state: 'not_revocable' }),
      'its member says otherwise',
    ],
    [
      'a password that nobody can use',
      changed('member', { passwordHash: '$hash' }),
      'by no password, or not by its own',
    ],
    [
      'a verified address that does not let in',
      changed('member', { ways: new Set(['password']) }),
      'or not by its own',
    ],
    [
      'a merged member of whom an unknown attribute is left',
      changed('member', { status: 'merged', shoeSize: 270 }),
      'shoeSize',
    ],
    ['a member whom no name leads to', without('name'), 'is not found by its name'],
    ['a name among others', renamed, 'stands among other names'],
    ['a code that was tried too often', changed('code', { tries: 6 }), 'was tried too often'],
    ['a code that is confirmed and can be tried', changed('code', { keyId: 'kid' }), 'can still be tried'],
    [
      'a used code that remembers its address',
      changed('code', { address: used.address }),
      'remembers its address',
    ],
    ['a counter without a count', changed('rate', { emptyAt: 'soon' }), 'counts nothing'],
    ['an item of no kind', changed('event', { kind: 'rumour' }), 'is of no known kind'],
  ])('finds %s', (_, items, what) => {
    expect(violationsIn(items, 'name').join('\n')).toContain(what)
  })
})
