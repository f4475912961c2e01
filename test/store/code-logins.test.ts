import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { v7 } from 'uuid'
import { afterEach, describe, expect, test } from 'vitest'
import { recoveredBy } from '../../lib/domain/leads/recovery.ts'
import type { Session } from '../../lib/domain/member/member.ts'
import type { Address, ProvenAddress } from '../../lib/domain/values/verification.ts'
import { claimWrite } from '../../lib/store/rows/claim.ts'
import { newMemberWrite } from '../../lib/store/rows/member/member.ts'
import { sure } from '../support/people.ts'
import { expectInvariants } from '../support/scan.ts'
import { memberOf, minutes, now, once, sessionOf, somebody, tokenId } from './cast.ts'
import { proven, somewhere } from './codes.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer, byAddress, setStatus, endSessions } = await freshScene()
afterEach(() => expectInvariants(client, tableName))

/** A member as an import creates one: an unverified address, and a password. */
async function imported() {
  const { email: value } = somebody()
  const address: Address = { channel: 'email', value }
  const { name, phone: _, ...person } = memberOf(somebody())
  const phone = { value: somebody().phone, verified: false, imported: true as const }
  const ci = sure(person.ci)
  const member = {
    ...person,
    email: { value, verified: false, imported: true as const },
    phone,
    neverProven: true as const,
    ways: ['password' as const],
    invitation: { tokenId: tokenId(), toHash: 'hash', sentAt: now },
  }
  const writes = [
    newMemberWrite(member, '$pbkdf2$old'),
    claimWrite('email', value, false, member),
    claimWrite('phone', phone.value, false, member),
    claimWrite('ci', ci, true, member),
  ]
  for (const { Put } of writes) await client.send(new PutCommand({ TableName: tableName, Item: Put.Item }))
  const session = (): Session =>
    sessionOf(member.id, somebody(), { createdAt: minutes(1), credentialsVersion: 1 })
  const recover = (proof: ProvenAddress, more: { readonly version?: number } = {}) => {
    const event = { id: v7(), type: 'member.recovered', at: minutes(1) } as const
    const { id, version, credentialsVersion } = { ...member, ...more }
    return store.members.recover(
      {
        ...recoveredBy(member, value),
        member: { id, version, credentialsVersion },
        proof,
        event,
        session: session(),
        messages: [],
      },
      minutes(1),
    )
  }
  return { member, address, recover }
}

describe('a member is found by address', () => {
  test('verified or not, with the password hash', async () => {
    const { address, member } = await byAddress()
    expect(await store.members.findByAddress(address)).toEqual({ member, passwordHash: '$argon2id$hash' })
    const { person, member: social } = await newcomer()
    expect(await store.members.findByAddress({ channel: 'sms', value: person.phone })).toEqual({
      member: social,
    })
  })

  test('only when a member has the address', async () => {
    expect(await store.members.findByAddress(somewhere())).toBeUndefined()
  })
})

describe('a code opens a session', () => {
  test('once', async () => {
    const { address, memberId } = await byAddress()
    const proof = await proven(store, address)
    const open = () => store.sessions.openByCode(sessionOf(memberId, somebody()), 'email', proof, now)
    expect([await open(), await open()]).toEqual([{ kind: 'opened' }, { kind: 'used' }])
  })

  test('only during the life of its token, and only by that token', async () => {
    const { address, memberId } = await byAddress()
    const proof = await proven(store, address)
    const open = (by: ProvenAddress, at = now) =>
      store.sessions.openByCode(sessionOf(memberId, somebody()), 'email', by, at)
    expect(await open({ ...proof, tokenId: tokenId() })).toEqual({ kind: 'used' })
    expect(await open(proof, minutes(10))).toEqual({ kind: 'used' })
    expect(await open(proof)).toEqual({ kind: 'opened' })
  })

  test('only of the member whom the address leads to, and who verified the address', async () => {
    const { memberId } = await byAddress()
    const other = await byAddress()
    const { member, address } = await imported()
    const open = async (id: typeof memberId, to: Address) =>
      store.sessions.openByCode(sessionOf(id, somebody()), 'email', await proven(store, to), now)
    expect(await open(memberId, other.address)).toEqual({ kind: 'conflict' })
    expect(await open(member.id, address)).toEqual({ kind: 'conflict' })
  })

  test('of no inactive member, and stays unused', async () => {
    const { address, memberId } = await byAddress()
    const proof = await proven(store, address)
    const open = () => store.sessions.openByCode(sessionOf(memberId, somebody()), 'email', proof, now)
    await setStatus(memberId, 'suspended')
    expect(await open()).toMatchObject({ kind: 'not_active', member: { status: 'suspended' } })
    await setStatus(memberId, 'active')
    expect(await open()).toEqual({ kind: 'opened' })
  })
})

describe('recovering an imported member', () => {
  test('verifies the address, and ends all else that could open the account', async () => {
    const { member: whole, address, recover } = await imported()
    const { phone, invitation: _invitation, ...member } = whole
    const old = sessionOf(member.id, somebody())
    await store.sessions.open(old, 'password', once())
    expect(await recover(await proven(store, address))).toBe('recovered')
    const { neverProven: _, ...rest } = member
    expect(await store.members.findByAddress(address)).toEqual({
      member: {
        ...rest,
        email: { value: member.email.value, verified: true },
        ways: ['email'],
        identityUnproven: true,
        version: 2,
        credentialsVersion: 1,
      },
    })
    expect(await store.members.findByAddress({ channel: 'sms', value: phone.value })).toBeUndefined()
    expect(await store.deactivations.find(member.id)).not.toHaveProperty('invitation')
    expect(await store.members.findBySession(member.id, old.id, now)).toBeUndefined()
  })

  test('happens once, and only for an unchanged member', async () => {
    const { address, recover } = await imported()
    const proof = await proven(store, address)
    expect(await recover(proof, { version: 7 })).toBe('conflict')
    expect([await recover(proof), await recover(proof)]).toEqual(['recovered', 'used'])
    expect(await recover(await proven(store, address), { version: 2 })).toBe('conflict')
  })
})

describe('re-authentication', () => {
  const signIn = { authTime: minutes(3), amr: ['fed'] }

  test('renews the sign-in of the session, once per visit', async () => {
    const { session, person, way, memberId } = await newcomer()
    const visit = once()
    const again = () =>
      store.sessions.reauthenticate(
        memberId,
        session.id,
        { ...signIn, identity: person.identity },
        way,
        visit,
        minutes(3),
      )
    expect([await again(), await again()]).toEqual(['done', 'used'])
    const found = await store.sessions.find(memberId, session.id)
    expect(found?.session).toEqual({ ...session, signIn: { ...signIn, identity: person.identity } })
  })

  test('needs a live session, and an existing sign-in method', async () => {
    const { session, way, memberId } = await newcomer()
    const again = (by = way, at = minutes(3)) =>
      store.sessions.reauthenticate(memberId, session.id, signIn, by, once(), at)
    expect(await again('identity:kakao:77')).toBe('conflict')
    expect(await again(way, session.idleExpiresAt)).toBe('session_ended')
    await setStatus(memberId, 'suspended')
    expect(await again()).toBe('session_ended')
    await setStatus(memberId, 'active')
    await endSessions(memberId)
    expect(await again()).toBe('session_ended')
  })
})

describe('answers to terms', () => {
  const answer = (tag: string, agreed: boolean, at = minutes(2)) =>
    ({ tag, version: '1', agreed, at, source: 'form' }) as const
  const event = () => ({ id: v7(), type: 'consent.changed', at: minutes(2) }) as const
  const added = (consents: readonly ReturnType<typeof answer>[]) => ({
    consents,
    agreements: [],
    event: event(),
  })

  test('are appended, and read oldest first', async () => {
    const { session, memberId, consents } = await newcomer()
    const by = { memberId, sessionId: session.id }
    const changed = [answer('marketing', true), answer('marketing', false, minutes(3))]
    for (const consent of changed)
      expect(await store.members.addConsents(by, added([consent]), now)).toBe('added')
    expect(await store.members.consents(memberId)).toEqual([...consents, ...changed])
  })

  test('need a live session', async () => {
    const { session, memberId } = await newcomer()
    const add = (at = now) =>
      store.members.addConsents({ memberId, sessionId: session.id }, added([answer('marketing', true)]), at)
    expect(await add(session.idleExpiresAt)).toBe('session_ended')
    await endSessions(memberId)
    expect(await add()).toBe('session_ended')
    expect(await store.members.consents(memberId)).toHaveLength(2)
  })
})
