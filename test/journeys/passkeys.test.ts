import { describe, expect } from 'vitest'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { Authenticator } from '../support/authenticator.ts'
import { passkeyIdsIn, passkeySteps } from '../support/passkey-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { type OldMember, settle } from '../support/people-of-the-service.ts'
import { alterStage } from '../support/stage.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable, tableTextOf } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A member adds passkeys, signs in by them, proves things by them, and removes them. */

const only = atKakao('only', { name: '김하나' })
const kept = atKakao('kept', { name: '김하나' })
const twice = atKakao('twice', { name: '김하나' })
const returns = atKakao('returns', { name: '김하나' })

const it = testWithStack({
  personas: [
    atKakao('partly', {
      name: '다른 이름',
      email: { address: 'partly@example.com', valid: true, verified: true },
    }),
    only,
    kept,
    twice,
    returns,
  ],
})
it.afterEach(({ stack }) => expectSoundTable(stack))

/** A member of the service, signed in by password. */
async function member(
  stack: TestStack,
  name: string,
  more: OldMember = {},
  client: 'web' | 'app' = 'app',
): Promise<Visitor> {
  const email = `${name}@example.com`
  await settle(stack, { email, name: '김하나', password: usualPassword, ...more })
  const person = visitor(stack, { client })
  expect(await person.passwordLogin(email)).toMatchObject({ status: 200 })
  return person
}
/** Lets the stage have its passkeys at another domain for a while. */
async function withDomain(rpId: string, work: () => Promise<void>): Promise<void> {
  const restore = alterStage({ passkeys: { rpId, rpName: '모꼬지', origins: [`https://${rpId}`] } })
  forgetWorld()
  try {
    await work()
  } finally {
    restore()
    forgetWorld()
  }
}

const mailsTo = async (stack: TestStack, name: string) =>
  (await stack.outbox()).filter((mail) => mail.to === `${name}@example.com`).map(({ subject }) => subject)

describe('a member with passkeys', () => {
  it('adds one after a fresh sign-in, is told by mail, and sees it', async ({ stack }) => {
    const person = await member(stack, 'adds')
    const steps = passkeySteps(stack)
    const added = await steps.add(person)
    expect(added).toMatchObject({
      status: 201,
      body: {
        methods: ['password', 'email_code', 'passkey'],
        passkeys: [{ name: 'Passkey', backedUp: true }],
      },
    })
    expect((await person.me()).body['passkeys']).toEqual(added.body['passkeys'])
    expect(await mailsTo(stack, 'adds')).toHaveLength(1)
  })

  it('needs a fresh sign-in to add one', async ({ stack }) => {
    const person = await member(stack, 'stale')
    stack.advanceClock(601)
    await person.refresh()
    expect(await passkeySteps(stack).add(person)).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
  })

  it('signs in by it without saying who it is', async ({ stack }) => {
    const person = await member(stack, 'signs-in')
    const steps = passkeySteps(stack)
    await steps.add(person)
    const elsewhere = visitor(stack)
    expect(await steps.signIn(elsewhere)).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { id: (await person.me()).body['id'] } },
    })
    const sessions = await elsewhere.call('GET', '/me/sessions', { bearer: elsewhere.accessToken })
    expect(sessions.body['sessions']).toContainEqual(
      expect.objectContaining({ current: true, methods: ['passkey'] }),
    )
    expect((await elsewhere.me()).body).toMatchObject({ passkeys: [{ lastUsedAt: expect.any(String) }] })
  })

  it('has several, each named by its authenticator, by the device or by the member', async ({ stack }) => {
    const person = await member(stack, 'several')
    const google = new Authenticator(stack.origin, { aaguid: 'ea9b8d664d011d213ce4b6b48cb575d4' })
    await passkeySteps(stack, google).add(person)
    const steps = passkeySteps(stack)
    await steps.add(person, {
      call: { headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' } },
    })
    const { body } = await steps.add(person, { body: { name: '  회사 보안키 ' } })
    expect(body['passkeys']).toMatchObject([
      { name: 'Google Password Manager' },
      { name: 'Firefox · Windows' },
      { name: '회사 보안키' },
    ])
    const [first = ''] = passkeyIdsIn(await person.me())
    expect((await steps.rename(person, first, '내 휴대폰')).body).toMatchObject({
      passkeys: [{ name: '내 휴대폰' }, {}, {}],
    })
    expect(await steps.rename(person, `${(await person.me()).body['id']}`, 'x')).toMatchObject({
      status: 404,
    })
  })

  it('has at most ten', async ({ stack }) => {
    const person = await member(stack, 'collects')
    const steps = passkeySteps(stack)
    for (let count = 0; count < 10; count += 1) expect((await steps.add(person)).status).toBe(201)
    expect(await steps.add(person)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('removes one, is told by mail, and the sessions that it opened end', async ({ stack }) => {
    const person = await member(stack, 'removes')
    const steps = passkeySteps(stack)
    await steps.add(person)
    const phone = visitor(stack, { client: 'app' })
    await steps.signIn(phone)
    const [id = ''] = passkeyIdsIn(await person.me())
    expect((await steps.remove(person, id)).status).toBe(204)
    expect((await person.me()).body).toMatchObject({ passkeys: [], methods: ['password', 'email_code'] })
    expect((await phone.me()).status).toBe(401)
    expect(await steps.signIn(phone)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect(await steps.remove(person, id)).toMatchObject({ status: 404 })
    expect(await mailsTo(stack, 'removes')).toHaveLength(2)
  })

  it('needs a fresh sign-in to remove one, for which the passkey itself will do', async ({ stack }) => {
    const person = await member(stack, 'renews')
    const steps = passkeySteps(stack)
    await steps.add(person)
    stack.advanceClock(601)
    await person.refresh()
    const [id = ''] = passkeyIdsIn(await person.me())
    expect(await steps.remove(person, id)).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
    expect(await steps.reauth(person)).toMatchObject({
      status: 200,
      body: { outcome: 'reauthenticated', user_mapping: 'RECERTIFICATION' },
    })
    expect((await steps.remove(person, id)).status).toBe(204)
  })

  it('keeps the last way in, which a passkey can be', async ({ stack }) => {
    await settle(stack, { kakao: [`${only.id}`], name: '김하나' })
    const person = visitor(stack, { client: 'app' })
    await person.direct('only')
    const steps = passkeySteps(stack)
    await steps.add(person)
    expect(await person.unlink()).toMatchObject({ status: 200, body: { member: { methods: ['passkey'] } } })
    const [id = ''] = passkeyIdsIn(await person.me())
    // Unlinking has ended no session that the passkey could not open again.
    await steps.signIn(person)
    expect(await steps.remove(person, id)).toMatchObject({ status: 409, body: { code: 'last_login_method' } })
  })

  it('proves to be the member whom a visit matches partly', async ({ stack }) => {
    const person = await member(stack, 'partly')
    const steps = passkeySteps(stack)
    await steps.add(person)
    const guest = visitor(stack)
    expect((await guest.redirect('partly')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ methods: expect.arrayContaining(['passkey']) }],
    })
    const proof = visitor(stack, { client: 'app' })
    await steps.signIn(proof)
    guest.accessToken = proof.accessToken
    expect((await guest.link()).body).toMatchObject({ outcome: 'linked' })
  })
})

describe('the passkeys of two accounts that become one', () => {
  it('all sign in to the one that stays', async ({ stack }) => {
    const first = passkeySteps(stack)
    const second = passkeySteps(stack)
    const stays = await member(stack, 'stays')
    await first.add(stays)
    await settle(stack, { kakao: [`${twice.id}`], name: '김하나' })
    const goes = visitor(stack, { client: 'app' })
    await goes.direct('twice')
    await second.add(goes)
    expect((await stays.startLink('twice')).body).toMatchObject({ outcome: 'merge_confirmation_required' })
    expect((await stays.merge()).body).toMatchObject({
      outcome: 'merged',
      member: { passkeys: [{ backedUp: true }, { backedUp: true }] },
    })
    for (const steps of [first, second]) {
      expect(await steps.signIn(visitor(stack))).toMatchObject({
        status: 200,
        body: { member: { id: (await stays.me()).body['id'] } },
      })
    }
  })
})

describe('the passkeys of an account', () => {
  it('open nothing while it is closed, come back with it, and are erased with it', async ({ stack }) => {
    const person = await member(stack, 'leaves')
    const steps = passkeySteps(stack)
    await steps.add(person)
    expect((await person.call('DELETE', '/me', { bearer: person.accessToken })).status).toBe(204)
    expect(await steps.signIn(visitor(stack))).toMatchObject({
      status: 403,
      body: { code: 'member_withdrawn', mailSentTo: 'l*****@example.com' },
    })
    stack.advanceClock(31 * 86_400)
    await person.sweep()
    expect(await steps.signIn(visitor(stack))).toMatchObject({ status: 401 })
    const rows = await tableTextOf(stack)
    for (const { id } of steps.authenticator.credentials) expect(rows).not.toContain(id)
  })

  it('open it again by themselves, where no message reaches the member and nothing else is left', async ({
    stack,
  }) => {
    await settle(stack, { kakao: [`${returns.id}`], name: '김하나' })
    const person = visitor(stack, { client: 'app' })
    await person.direct('returns')
    const steps = passkeySteps(stack)
    await steps.add(person)
    expect((await person.unlink()).status).toBe(200)
    await steps.signIn(person)
    expect((await person.call('DELETE', '/me', { bearer: person.accessToken })).status).toBe(204)
    const refused = await steps.signIn(visitor(stack))
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'member_withdrawn', reactivateToken: expect.any(String) },
    })
    const token = refused.body['reactivateToken']
    expect((await visitor(stack).call('POST', '/reactivate', { body: { token } })).status).toBe(200)
    expect((await steps.signIn(visitor(stack))).status).toBe(200)
  })

  it('of an earlier domain of the stage sign nobody in, are shown as such, and can be removed', async ({
    stack,
  }) => {
    const person = await member(stack, 'moved')
    const steps = passkeySteps(stack)
    const [former = ''] = passkeyIdsIn(await steps.add(person))
    await withDomain('shop.example', async () => {
      expect((await person.me()).body).toMatchObject({
        methods: ['password', 'email_code'],
        passkeys: [{ id: former, usable: false }],
      })
      const added = await steps.add(person, { made: { origin: 'https://shop.example' } })
      expect(added.body['passkeys']).toMatchObject([{ usable: false }, { usable: true }])
      const made = { origin: 'https://shop.example' }
      expect(await steps.signIn(visitor(stack), { made })).toMatchObject({ status: 200 })
      expect(await steps.remove(person, former)).toMatchObject({ status: 204 })
    })
  })

  it('of an earlier domain are excluded from no authenticator of the present one', async ({ stack }) => {
    const person = await member(stack, 'excluded')
    const steps = passkeySteps(stack)
    await steps.add(person)
    const excluded = async () => {
      const started = await person.call('POST', '/me/passkeys/options', {
        bearer: person.accessToken,
        body: {},
      })
      return Object(started.body['options']).excludeCredentials
    }
    expect(await excluded()).toHaveLength(1)
    await withDomain('shop.example', async () => expect(await excluded()).toEqual([]))
  })

  it('of an earlier domain are refused with a reason to their holder, and logged', async ({ stack }) => {
    const person = await member(stack, 'holder')
    const steps = passkeySteps(stack)
    await steps.add(person)
    const started = await person.call('POST', '/login/passkey/options', {
      body: { clientId: person.clientId },
    })
    const credential = steps.authenticator.get(Object(started.body['options']))
    await withDomain('shop.example', async () => {
      const body = { transaction: started.body['transaction'], credential }
      const refused = await person.call('POST', '/login/passkey', { body })
      expect(refused).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
      expect(refused.body['detail']).toContain('이전 주소에서 만든 패스키')
    })
    const event = 'passkey_of_another_domain'
    expect(stack.log()).toContainEqual(expect.objectContaining({ event, rpId: 'localhost' }))
  })

  it('of an earlier domain do not count beside the only login method that is left', async ({ stack }) => {
    await settle(stack, { kakao: [`${kept.id}`], name: '김하나' })
    const person = visitor(stack, { client: 'app' })
    await person.direct('kept')
    const [former = ''] = passkeyIdsIn(await passkeySteps(stack).add(person))
    await withDomain('shop.example', async () => {
      expect(await person.unlink()).toMatchObject({ status: 409, body: { code: 'last_login_method' } })
      expect(await passkeySteps(stack).remove(person, former)).toMatchObject({ status: 204 })
    })
  })

  it('are not there where the stage has none', async ({ stack }) => {
    const person = await member(stack, 'nowhere')
    const restore = alterStage({ passkeys: null })
    forgetWorld()
    try {
      expect(await passkeySteps(stack).add(person)).toMatchObject({ status: 404 })
      expect(await passkeySteps(stack).signIn(person)).toMatchObject({ status: 404 })
    } finally {
      restore()
      forgetWorld()
    }
  })
})
