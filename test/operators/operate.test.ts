import { describe, expect } from 'vitest'
import { directRoutes } from '../../lib/commands/support/direct-routes.ts'
import {
  type OperatorAction,
  oneMember,
  type ServiceRoutes,
  searchAll,
  unlinkingOf,
} from '../../lib/commands/support/service-routes.ts'
import { signedRoutes } from '../../lib/commands/support/signed-routes.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { runJob } from '../../lib/local/gateway/functions.ts'
import { localCaller } from '../../lib/local/gateway/iam-authorizer.ts'
import { world } from '../../lib/runtime/world.ts'
import { kakaoCast } from '../../lib/stand-ins/kakao/cast.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { tableClient } from '../support/database.ts'
import { passkeyIdsIn, passkeySteps } from '../support/passkey-steps.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * What `npm run members` does for an operator: on a table that the shell may reach, and by the service routes of a stage,
 * signed with the shell's AWS credentials.
 */

let direct: ServiceRoutes
let signed: ServiceRoutes
const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  const here = await world()
  const { operations } = createOperatorStore({
    client: tableClient(),
    tableName: stack.tableName,
    hashes: here.hashes,
  })
  // Support has no credentials of a provider.
  const providers = { find: () => undefined }
  direct = directRoutes({ world: { ...here, providers }, operations, operator: 'hana' }, 'en')
  signed = signedRoutes(stack.origin, 'en')
})

let people = 0
async function somebody(stack: TestStack, more: Parameters<typeof settle>[1] = {}) {
  people += 1
  const email = `somebody${people}@example.com`
  const member = await settle(stack, { email, name: '문하늘', password: usualPassword, ...more })
  return { id: member.id, email }
}

const [minji, eunbi] = ['minji', 'eunbi'].map((key) => ({
  key,
  id: `${kakaoCast.find((one) => one.key === key)?.id}`,
}))

describe.each([
  { name: 'in this process', routes: () => direct, operator: 'hana', subject: 77_001, kakao: minji },
  { name: 'by signed requests', routes: () => signed, operator: localCaller, subject: 77_101, kakao: eunbi },
])('an operator, $name,', ({ routes, operator, subject, kakao = { key: '', id: '' } }) => {
  const act = async (designation: string, action: OperatorAction, body: object = {}) =>
    routes().act(await oneMember(routes(), designation), action, body)

  /** The types of the operator's own events, oldest first. */
  async function operated(id: MemberId): Promise<readonly string[]> {
    const told = await routes().history(id)
    expect(told).toMatchObject({ events: expect.any(Array) })
    const { events } = JSON.parse(JSON.stringify(told))
    return events
      .filter((event: { operator?: string }) => event.operator === operator)
      .map((event: { type: string }) => event.type)
      .toReversed()
  }

  it('finds a member by id, address, number and identity, sees the member masked, and is recorded for it', async ({
    stack,
  }) => {
    const phone = `+8210${subject}123`
    const { id, email } = await somebody(stack, {
      phone,
      kakao: [`${subject}`],
      externalId: `old-${subject}`,
    })
    for (const words of [id, email, `010${subject}123`, `kakao:${subject}`]) {
      const [seen, another] = await searchAll(routes(), words)
      expect(seen).toMatchObject({ id, email: 's*****@example.com', phone: '***-****-**23', name: '문**' })
      expect(another).toBeUndefined()
    }
    expect(await routes().show(id)).toMatchObject({ email, name: '문하늘', externalId: `old-${subject}` })
    expect(await operated(id)).toEqual(Array.from({ length: 5 }, () => 'member.shown'))
    expect(await searchAll(routes(), 'nobody@example.com')).toEqual([])
  })

  it('suspends and unsuspends a member; a suspended member is signed out at once', async ({ stack }) => {
    const { id, email } = await somebody(stack)
    const here = visitor(stack)
    await here.passwordLogin(email)
    expect(await act(email, 'suspend')).toEqual({ id, status: 'suspended' })
    expect((await here.call('GET', '/me', { bearer: here.accessToken })).status).toBe(401)
    expect((await visitor(stack).passwordLogin(email)).body['code']).toBe('member_suspended')
    await expect(act(email, 'suspend')).rejects.toThrow('The member is suspended')
    expect(await act(id, 'unsuspend')).toEqual({ id, status: 'active' })
    expect((await visitor(stack).passwordLogin(email)).status).toBe(200)
    expect((await here.call('GET', '/me', { bearer: here.accessToken })).status).toBe(401)
    const changes = (await operated(id)).filter((type) => type !== 'member.shown')
    expect(changes).toEqual(['member.suspended', 'member.unsuspended'])
  })

  it('deactivates and reactivates', async ({ stack }) => {
    const { email } = await somebody(stack)
    await act(email, 'deactivate')
    expect((await visitor(stack).passwordLogin(email)).body['code']).toBe('member_deactivated')
    await act(email, 'reactivate')
    expect((await visitor(stack).passwordLogin(email)).status).toBe(200)
  })

  it('signs a member out everywhere', async ({ stack }) => {
    const { id, email } = await somebody(stack)
    const here = visitor(stack)
    await here.passwordLogin(email)
    await act(id, 'sign-out')
    expect((await here.call('GET', '/me', { bearer: here.accessToken })).status).toBe(401)
    expect((await here.passwordLogin(email)).status).toBe(200)
    expect(await operated(id)).toEqual(['member.signed_out'])
  })

  it('closes an account, which its member can restore, and never one that is suspended', async ({
    stack,
  }) => {
    const { id, email } = await somebody(stack, { kakao: [`${subject + 1}`] })
    expect(await act(id, 'close')).toEqual({ id, status: 'withdrawn' })
    expect((await visitor(stack).passwordLogin(email)).body).toMatchObject({
      code: 'member_withdrawn',
      mailSentTo: expect.any(String),
    })
    expect(await operated(id)).toEqual(['identity.unlinked', 'member.withdrawn'])
    await expect(act(id, 'close')).rejects.toThrow('status_conflict')
    const other = await somebody(stack)
    await act(other.id, 'suspend')
    await expect(act(other.id, 'close')).rejects.toThrow('The member is suspended')
  })

  it('removes an identity, which the sweep disconnects, and removes the last login method only by force', async ({
    stack,
  }) => {
    const { id } = await somebody(stack, { kakao: [`${subject + 2}`] })
    await act(id, 'unlink', unlinkingOf('kakao', false))
    expect(await operated(id)).toEqual(['identity.unlinked'])
    expect(await routes().show(id)).toMatchObject({ identities: [] })
    stack.advanceClock(600)
    expect(await runJob('sweep')).toMatchObject({ failed: 0 })
    await expect(act(id, 'unlink', unlinkingOf('kakao', false))).rejects.toThrow('not_found')
    const bare = await settle(stack, { name: '문하늘', kakao: [`${subject + 3}`] })
    await expect(act(bare.id, 'unlink', unlinkingOf('kakao', false))).rejects.toThrow('last_login_method')
    expect(await act(bare.id, 'unlink', unlinkingOf(`kakao:${subject + 3}`, true))).toMatchObject({
      id: bare.id,
    })
    // Only an operator with force leaves a member without any way in.
    await expect(expectSoundTable(stack)).rejects.toThrow()
    await act(bare.id, 'close')
    await expectSoundTable(stack)
  })

  it('removes the passkey of a lost phone, which ends the sessions that it opened', async ({ stack }) => {
    const { id, email } = await somebody(stack)
    const [home, phone] = [visitor(stack), visitor(stack)]
    await home.passwordLogin(email)
    const passkeys = passkeySteps(stack)
    const [passkey = ''] = passkeyIdsIn(await passkeys.add(home, { body: { name: '하늘이 전화' } }))
    await passkeys.signIn(phone)
    const [seen] = await searchAll(routes(), email)
    expect(seen).toMatchObject({
      passkeys: [{ id: passkey, name: '하****', backedUp: expect.any(Boolean) }],
    })
    expect(await routes().show(id)).toMatchObject({ passkeys: [{ id: passkey, name: '하늘이 전화' }] })
    expect(JSON.stringify([seen, await routes().show(id)])).not.toMatch(/publicKey|credentialId|userHandle/)

    await expect(act(id, 'remove-passkey', { passkey: id })).rejects.toThrow('not_found')
    expect(await act(email, 'remove-passkey', { passkey })).toEqual({ id, status: 'active' })
    expect((await passkeys.signIn(visitor(stack))).body['code']).toBe('invalid_credentials')
    expect((await phone.call('GET', '/me', { bearer: phone.accessToken })).status).toBe(401)
    expect((await home.call('GET', '/me', { bearer: home.accessToken })).status).toBe(200)
    expect((await operated(id)).filter((type) => type !== 'member.shown')).toEqual(['passkey.removed'])
    const mails = (await stack.outbox()).filter(({ to }) => to === email)
    expect(mails.at(-1)?.text).toContain('패스키')
    await expect(act(id, 'remove-passkey', { passkey })).rejects.toThrow('not_found')
  })

  it('removes a passkey that is the last login method only by force, which tells the service', async ({
    stack,
  }) => {
    const bare = await settle(stack, { name: '문하늘', kakao: [kakao.id] })
    const person = visitor(stack)
    await person.redirect(kakao.key)
    const [only = ''] = passkeyIdsIn(await passkeySteps(stack).add(person))
    await act(bare.id, 'unlink', unlinkingOf('kakao', false))
    await expect(act(bare.id, 'remove-passkey', { passkey: only })).rejects.toThrow('last_login_method')
    expect(await act(bare.id, 'remove-passkey', { passkey: only, force: true })).toMatchObject({
      id: bare.id,
    })
    const told = (await operated(bare.id)).slice(-2)
    expect(told).toEqual(expect.arrayContaining(['passkey.removed', 'member.unreachable']))
    await act(bare.id, 'close')
    await expectSoundTable(stack)
  })

  it('names an argument that is refused, and what is allowed there', async ({ stack }) => {
    const { id } = await somebody(stack)
    await expect(act(id, 'unlink', unlinkingOf('facebook', false))).rejects.toThrow(
      /^PROVIDER: .*\. Allowed: kakao, naver, /,
    )
    await expect(act(id, 'remove-passkey', { passkey: 'my phone' })).rejects.toThrow(
      /^ID: .*\. Allowed: .*show/,
    )
    await expect(routes().history(id, 'yesterday')).rejects.toThrow(/^--before: .*\. Allowed: .*history/)
    await expect(routes().search(['phone', 'kakao:1'])).rejects.toThrow(/^MEMBER: .*\. Allowed: an id, /)
  })

  it('reads a long history page by page', async ({ stack }) => {
    const { id } = await somebody(stack)
    for (let look = 0; look < 120; look += 1) await direct.show(id)
    const read: string[] = []
    for (let before: string | undefined, page = 0; page < 3; page += 1) {
      const { events, before: next } = JSON.parse(JSON.stringify(await routes().history(id, before)))
      read.push(...events.map((event: { id: string }) => event.id))
      before = next
      if (next === undefined) break
    }
    expect(read.length).toBeGreaterThanOrEqual(120)
    expect(new Set(read).size).toBe(read.length)
    expect(read.toSorted().toReversed()).toEqual(read)
  })
})
