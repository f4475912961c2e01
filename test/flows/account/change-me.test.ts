import { describe, expect, it } from 'vitest'
import { changeMe } from '../../../lib/flows/account/change-me.ts'
import type { ChangeRequest } from '../../../lib/flows/account/wished-change.ts'
import { codeLogin } from '../../../lib/flows/code-login.ts'
import {
  type AddressWorld,
  importedMember,
  memberByEmail,
  openAddressWorld,
} from '../../support/address-world.ts'
import { sure } from '../../support/people.ts'
import { problemOf } from '../../support/world.ts'

const own = 'minji@example.com'

/** A member who has just signed in by a code. `change` sends a change from that session. */
async function signedIn(world: AddressWorld = openAddressWorld()) {
  const member = world.settle(memberByEmail(own), 'an old password')
  const verificationToken = await world.prove(own, 'sign_in')
  const { result } = await codeLogin(world, { clientId: 'app', verificationToken })
  world.pass(31)
  world.sent.length = 0
  const change = (more: Partial<ChangeRequest>, by: AddressWorld = world) =>
    changeMe(by, { bearer: result.accessToken, ...more })
  const asItIs = () => world.kept.members.get(member.id)
  return { world, member, change, asItIs }
}
const mailsOf = ({ sent }: AddressWorld) => sent.map(({ to, message }) => [to, message.kind])

describe('a change of the member’s data', () => {
  it('takes effect at once, and a new name causes no mail', async () => {
    const { world, change, asItIs } = await signedIn()
    expect(await change({ name: '새이름', locale: 'en' })).toMatchObject({ name: '새이름', locale: 'en' })
    expect(asItIs()).toMatchObject({ name: '새이름', version: 2, credentialsVersion: 0 })
    expect(world.kept.events.at(-1)).toMatchObject({ type: 'member.changed', changed: ['name', 'locale'] })
    expect(world.sent).toEqual([])
  })

  it('to a new address is announced at the old and the new address, and signs out all other devices', async () => {
    const { world, change, asItIs } = await signedIn()
    const verificationToken = await world.prove('new@example.com', 'contact')
    world.sent.length = 0
    expect(await change({ verificationToken })).toMatchObject({
      email: 'new@example.com',
      emailVerified: true,
    })
    expect(mailsOf(world)).toEqual([
      [own, 'changed'],
      ['new@example.com', 'changed'],
    ])
    expect(asItIs()?.credentialsVersion).toBe(1)
    expect(await change({ name: '그대로' })).toMatchObject({ name: '그대로' })
  })

  it('to the same values writes nothing, tells nobody, and counts nothing', async () => {
    const { world, change, member } = await signedIn()
    const { version = 0 } = world.kept.members.get(member.id) ?? {}
    world.spent.length = 0
    for (let time = 0; time < 3; time += 1) await change({ locale: member.locale })
    expect(world.kept.members.get(member.id)?.version).toBe(version)
    expect(world.spent).toEqual([])
  })

  it('to the same password writes nothing, ends no session and tells nobody, sixty times in an hour', async () => {
    const { world, change, asItIs } = await signedIn()
    const before = asItIs()
    world.work.length = 0
    for (let time = 0; time < 60; time += 1) await change({ password: 'an old password' })
    expect(asItIs()).toEqual(before)
    expect(world.kept.events).toEqual([])
    expect(world.sent).toEqual([])
    expect(new Set(world.work)).toEqual(new Set(['verify']))
    expect(await problemOf(change({ password: 'an old password' }))).toMatchObject({
      code: 'too_many_requests',
      extras: { retryAfter: 60 },
    })
    expect(world.work).toHaveLength(60)
  })

  it('changes the rest beside the same password', async () => {
    const { world, change, asItIs } = await signedIn()
    await change({ password: 'an old password', name: '새이름' })
    expect(asItIs()).toMatchObject({ name: '새이름', credentialsVersion: 0 })
    expect(world.kept.events.at(-1)).toMatchObject({ changed: ['name'] })
  })

  it('counts by session, sixty an hour', async () => {
    const { world, change } = await signedIn()
    for (let time = 0; time < 60; time += 1) await change({ name: `이름${time}` })
    expect((await problemOf(change({ name: '마지막' }))).code).toBe('too_many_requests')
    world.pass(60)
    expect(await change({ name: '마지막' })).toMatchObject({ name: '마지막' })
  })

  it.each(['sign_in', 'sign_up'] as const)('adds no address by a code to %s', async (purpose) => {
    const { world, change } = await signedIn()
    const verificationToken = await world.prove('new@example.com', purpose)
    expect((await problemOf(change({ verificationToken }))).code).toBe('invalid_token')
  })

  it('keeps the old password when the new one is not allowed, and hashes nothing', async () => {
    const { world, change, asItIs } = await signedIn()
    expect((await problemOf(change({ password: own }))).code).toBe('invalid_request')
    expect(world.work).not.toContain('hash')
    expect(asItIs()?.version).toBe(1)
  })

  it('needs a fresh sign-in for sign-in methods, and for nothing else', async () => {
    const { world, change } = await signedIn()
    const session = sure([...world.kept.sessions.values()][0])
    const signIn = { ...session.signIn, authTime: new Date(world.clock.now().getTime() - 601_000) }
    const { accessToken: bearer } = await world.tokens.access.issue({ ...session, signIn })
    for (const more of [{ password: 'a better one' }, { password: null }]) {
      expect(await problemOf(change({ ...more, bearer }))).toMatchObject({
        code: 'insufficient_user_authentication',
        extras: { maxAge: 600 },
      })
    }
    expect(await change({ name: '새이름', bearer })).toMatchObject({ name: '새이름' })
  })

  it('is decided again when another device was faster, and ends as unavailable when that goes on', async () => {
    const { world, change } = await signedIn()
    let refusals = 2
    const apply: typeof world.changes.apply = async (...all) =>
      refusals-- > 0 ? 'conflict' : world.changes.apply(...all)
    const restless = { ...world, changes: { apply } }
    expect(await change({ name: '새이름' }, restless)).toMatchObject({ name: '새이름' })
    refusals = 3
    expect((await problemOf(change({ name: '또다른' }, restless))).code).toBe('unavailable')
  })

  it('takes an unverified address from its holder, unless the address is the only lead of that holder', async () => {
    const { world, change } = await signedIn()
    const typing = world.settle(importedMember('typed@example.com', { ways: ['identity:kakao:9001'] }))
    world.settle(importedMember('imported@example.com'))
    const imported = await world.prove('imported@example.com', 'contact')
    expect((await problemOf(change({ verificationToken: imported }))).code).toBe('email_taken')
    const typed = await world.prove('typed@example.com', 'contact')
    await change({ verificationToken: typed })
    expect(world.kept.members.get(typing.id)).not.toHaveProperty('email')
  })
})
