import { describe, expect, it } from 'vitest'
import type { Member } from '../../lib/domain/member/member.ts'
import { deactivate } from '../../lib/flows/account/deactivate.ts'
import { reactivate } from '../../lib/flows/reactivate.ts'
import { refresh } from '../../lib/flows/refresh.ts'
import { refuse } from '../../lib/flows/visit/refuse.ts'
import { email, memberOf, phone, sure } from '../support/people.ts'
import { beginning, openWorld, problemOf, type TestWorld } from '../support/world.ts'
import { direct, sessionOf } from './visits.ts'

/** A member who has just signed in by Kakao. */
async function signedIn(more: Partial<Member> = {}, stage: Parameters<typeof openWorld>[0] = {}) {
  const world = openWorld(stage)
  const member = world.admit('9001', memberOf('9001', more))
  const { accessToken: bearer, refreshToken } = sessionOf(await direct(world))
  return { world, member, bearer, refreshToken }
}

/** A member who has paused the account, and has not reactivated it yet. */
async function paused(more: Partial<Member> = {}, stage: Parameters<typeof openWorld>[0] = {}) {
  const here = await signedIn(more, stage)
  await deactivate(here.world, here.bearer)
  return here
}

const longAgo = new Date('2026-01-01T00:00:00Z')
const refused = { code: 'member_deactivated', row: 2 }
const told = { mailSentTo: 'p*****@example.com', user_mapping: 'DEACTIVATION_USER' }
const comesIn = (world: TestWorld) => problemOf(direct(world))
const stateOf = ({ kept }: TestWorld, { id }: Member) => sure(kept.members.get(id))

/** The token in the last mail, as the courier makes it. */
function mailedToken({ mailed, tokens }: TestWorld): Promise<string> {
  const { message } = sure(mailed.at(-1), 'mail')
  if (message.kind !== 'reactivation' || !('name' in message))
    throw new Error(`no way back but ${message.kind}`)
  return tokens.reactivation.issue(message.name)
}

describe('pausing an account', () => {
  it('deactivates the member, ends every session at once, and is recorded', async () => {
    const { world, member, bearer, refreshToken } = await signedIn()
    await deactivate(world, bearer)
    expect(stateOf(world, member)).toMatchObject({ status: 'deactivated', version: 2 })
    expect((await problemOf(refresh(world, refreshToken))).code).toBe('invalid_token')
    expect(world.kept.events).toMatchObject([{ type: 'member.deactivated', at: beginning }])
    expect(world.mailed).toEqual([])
  })

  it('happens once, since its session ends', async () => {
    const { world, bearer } = await paused()
    expect((await problemOf(deactivate(world, bearer))).code).toBe('invalid_token')
    expect(world.kept.events).toHaveLength(1)
  })

  it.each([
    ['an address that was only said', { email: { value: email('person9001@example.com'), verified: false } }],
    [
      'a number proven long ago',
      { phone: { value: phone('+821012345678'), verified: true, provenAt: longAgo } },
    ],
    [
      'a number that the stage sends no texts to',
      { phone: { value: phone('+819012345678'), verified: true, provenAt: beginning } },
    ],
    ['no contact', {}],
  ])('needs a contact that a message can reach, and %s is none', async (_, contact) => {
    const { email: _email, phone: _phone, ...bare } = memberOf('9001')
    const world = openWorld()
    const member = world.admit('9001', { ...bare, ...contact, ways: ['identity:kakao:9001'] })
    const { accessToken } = sessionOf(await direct(world))
    expect((await problemOf(deactivate(world, accessToken))).code).toBe('contact_required')
    expect(stateOf(world, member).status).toBe('active')
    expect(world.kept.events).toEqual([])
  })

  it('is decided again when the member changes at the same moment', async () => {
    const { world, member, bearer } = await signedIn()
    const { begin } = world.deactivations
    let tries = 0
    const moving: typeof begin = async (...pause) => {
      tries += 1
      return tries === 1 ? 'conflict' : begin(...pause)
    }
    await deactivate({ ...world, deactivations: { ...world.deactivations, begin: moving } }, bearer)
    expect([tries, stateOf(world, member).status]).toEqual([2, 'deactivated'])
  })

  it('needs a sign-in within the last ten minutes', async () => {
    const { world, member } = await signedIn()
    const [session] = [...world.kept.sessions.values()]
    world.pass(601)
    const { accessToken } = await world.tokens.access.issue(sure(session))
    expect(await problemOf(deactivate(world, accessToken))).toMatchObject({
      code: 'insufficient_user_authentication',
      extras: { maxAge: 600 },
    })
    expect(stateOf(world, member).status).toBe('active')
  })
})

describe('a deactivated member who signs in', () => {
  it('is refused, and gets a mail with a way back, which no row holds as a token', async () => {
    const { world, member } = await paused()
    const { id: memberId } = member
    expect(await comesIn(world)).toMatchObject({ ...refused, extras: told })
    expect(world.mailed).toMatchObject([
      { to: 'person9001@example.com', locale: 'ko', message: { kind: 'reactivation', name: { memberId } } },
    ])
    expect(world.kept.sessions.size).toBe(1)
  })

  it('gets no second mail within a minute, and the same response', async () => {
    const { world } = await paused()
    await comesIn(world)
    world.pass(59)
    expect(await comesIn(world)).toMatchObject({ ...refused, extras: told })
    expect(world.mailed).toHaveLength(1)
    world.pass(1)
    await comesIn(world)
    expect(world.mailed).toHaveLength(2)
  })

  it('gets five mails a day, and the last mail keeps working', async () => {
    const { world, member } = await paused()
    for (let time = 1; time <= 9; time += 1) {
      expect(await comesIn(world)).toMatchObject({ ...refused, extras: told })
      world.pass(60)
    }
    expect(world.mailed).toHaveLength(5)
    await reactivate(world, await mailedToken(world))
    expect(stateOf(world, member).status).toBe('active')
  })

  it('gets a text where a number proven recently is all that reaches the member', async () => {
    const number = phone('+821012345678')
    const { world } = await paused({
      email: { value: email('person9001@example.com'), verified: false },
      phone: { value: number, verified: true, provenAt: beginning },
      ways: ['identity:kakao:9001', 'phone'],
    })
    expect(await comesIn(world)).toMatchObject({ ...refused, extras: { mailSentTo: '***-****-**78' } })
    expect(world.texted).toMatchObject([{ to: number, message: { kind: 'reactivation' } }])
    expect(world.mailed).toEqual([])
  })

  it('gets no mail at an address that was only said, and a token instead, which reactivates once', async () => {
    const world = openWorld()
    const member = world.admit(
      '9001',
      memberOf('9001', {
        email: { value: email('person9001@example.com'), verified: false, imported: true },
        status: 'deactivated',
        ways: ['identity:kakao:9001'],
      }),
    )
    const { extras } = await comesIn(world)
    expect(extras).toEqual({ user_mapping: 'DEACTIVATION_USER', reactivateToken: expect.any(String) })
    expect([world.mailed, world.texted, world.reports]).toEqual([[], [], []])
    const again = sure((await comesIn(world)).extras.reactivateToken)
    expect((await problemOf(reactivate(world, sure(extras.reactivateToken)))).code).toBe('invalid_token')
    expect(await reactivate(world, again)).toEqual({ outcome: 'reactivated' })
    expect(stateOf(world, member)).toMatchObject({ status: 'active', email: { verified: false } })
    expect((await problemOf(reactivate(world, again))).code).toBe('token_used')
  })

  it('gets a token, and is told of no text, where the stage sends none to the number', async () => {
    const { email: _, ...bare } = memberOf('9001')
    const world = openWorld()
    const abroad = { value: phone('+819012345678'), verified: true, provenAt: beginning }
    const ways = ['identity:kakao:9001', 'phone'] as const
    world.admit('9001', { ...bare, phone: abroad, status: 'deactivated', ways })
    const { extras } = await comesIn(world)
    expect(extras).toEqual({ user_mapping: 'DEACTIVATION_USER', reactivateToken: expect.any(String) })
    expect(world.texted).toEqual([])
    expect(await reactivate(world, sure(extras.reactivateToken))).toEqual({ outcome: 'reactivated' })
  })

  it('gets a token although another sign-in of the same moment was faster', async () => {
    const world = openWorld()
    const { email: _, ...bare } = memberOf('9001')
    world.admit('9001', { ...bare, status: 'deactivated', ways: ['identity:kakao:9001'] })
    const { invite } = world.deactivations
    const responses: ('conflict' | undefined)[] = ['conflict', 'conflict']
    const racing: typeof invite = async (inviting) => responses.pop() ?? invite(inviting)
    const busy = { ...world, deactivations: { ...world.deactivations, invite: racing } }
    expect((await problemOf(direct(busy))).extras.reactivateToken).toEqual(expect.any(String))
  })

  it('is refused without a mail where no address is and no identity signed in, and the operators are notified', async () => {
    const { email: _, ...bare } = memberOf('9001')
    const world = openWorld()
    const member = world.admit('9001', { ...bare, status: 'deactivated', ways: ['identity:kakao:9001'] })
    const { extras } = await refuse(world, { kind: 'member_deactivated', variant: 'known', member })
    expect(extras).toEqual({ user_mapping: 'DEACTIVATION_USER' })
    expect(world.reports).toMatchObject([{ event: 'reactivation_impossible', lacks: 'address' }])
  })

  it('is refused without a mail where no page could open from the mail, and the operators are notified', async () => {
    const { stage } = openWorld()
    const { reactivationUrl: _, ...without } = stage
    const opened = openWorld()
    const world = { ...opened, stage: without }
    world.admit('9001', memberOf('9001', { status: 'deactivated' }))
    const { extras } = await comesIn(world)
    expect(extras).not.toHaveProperty('mailSentTo')
    expect(world.reports).toMatchObject([{ event: 'reactivation_impossible', lacks: 'page' }])
  })

  it('gets the same response, and no mail, when another sign-in of the same moment was faster', async () => {
    const { world } = await paused()
    const deactivations = { ...world.deactivations, invite: async () => 'conflict' as const }
    expect(await comesIn({ ...world, deactivations })).toMatchObject({ ...refused, extras: told })
    expect([world.mailed, world.reports]).toEqual([[], []])
  })

  it('also gets a mail when somebody else deactivated the account', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001', { status: 'deactivated' }))
    await comesIn(world)
    await reactivate(world, await mailedToken(world))
    expect(stateOf(world, member).status).toBe('active')
  })
})

describe('a suspended member who signs in', () => {
  it('gets no mail', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001', { status: 'suspended' }))
    expect((await comesIn(world)).extras).not.toHaveProperty('mailSentTo')
    expect(world.mailed).toEqual([])
  })
})

describe('reactivation', () => {
  it('makes the member active again without a session, and the member then signs in as before', async () => {
    const { world, member } = await paused()
    await comesIn(world)
    expect(await reactivate(world, await mailedToken(world))).toEqual({ outcome: 'reactivated' })
    expect(stateOf(world, member)).toMatchObject({ status: 'active', version: 3 })
    expect(world.kept.events.map(({ type }) => type)).toEqual(['member.deactivated', 'member.reactivated'])
    expect(world.kept.sessions.size).toBe(1)
    world.pass(1)
    expect((await direct(world)).result).toMatchObject({ outcome: 'signed_in', member: { id: member.id } })
  })

  it('happens once', async () => {
    const { world } = await paused()
    await comesIn(world)
    await reactivate(world, await mailedToken(world))
    expect((await problemOf(reactivate(world, await mailedToken(world)))).code).toBe('token_used')
    expect(world.kept.events).toHaveLength(2)
  })

  it('works only by the newest mail', async () => {
    const { world, member } = await paused()
    await comesIn(world)
    const older = await mailedToken(world)
    world.pass(60)
    await comesIn(world)
    expect((await problemOf(reactivate(world, older))).code).toBe('invalid_token')
    expect(stateOf(world, member).status).toBe('deactivated')
    await reactivate(world, await mailedToken(world))
    expect(stateOf(world, member).status).toBe('active')
  })

  it('works for a day', async () => {
    const { world } = await paused()
    await comesIn(world)
    const token = await mailedToken(world)
    world.pass(86_400)
    expect((await problemOf(reactivate(world, token))).code).toBe('invalid_token')
  })

  it('is a recovery by the mail to an imported address whose member never proved anything here', async () => {
    const world = openWorld()
    const { phone: _, ...old } = memberOf('9001')
    const member: Member = {
      ...old,
      status: 'deactivated',
      email: { value: email('person9001@example.com'), verified: false, imported: true },
      ways: ['password'],
      imported: true,
      neverProven: true,
    }
    world.kept.members.set(member.id, member)
    const problem = await refuse(world, { kind: 'member_deactivated', variant: 'known', member })
    expect(problem.extras).toEqual(told)
    await reactivate(world, await mailedToken(world))
    expect(stateOf(world, member)).toMatchObject({
      status: 'active',
      email: { verified: true },
      ways: ['email'],
    })
    expect(world.kept.events.map(({ type }) => type)).toEqual(['member.reactivated', 'member.recovered'])
    expect(world.mailed.at(-1)).toMatchObject({
      to: 'person9001@example.com',
      message: { kind: 'recovered' },
    })
  })

  it('is decided again when the member changed at that moment, and given up in the end', async () => {
    const { world } = await paused()
    await comesIn(world)
    const moving = { ...world.deactivations, end: async () => 'conflict' as const }
    const given = reactivate({ ...world, deactivations: moving }, await mailedToken(world))
    expect(await problemOf(given)).toMatchObject({ code: 'unavailable' })
  })

  it.each(['nothing', 'a.b.c'])('is refused for a token that was not issued here: %s', async (text) => {
    expect((await problemOf(reactivate(openWorld(), text))).code).toBe('invalid_token')
  })
})
