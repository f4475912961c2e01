import { describe, expect, it } from 'vitest'
import { codeLogin } from '../../lib/flows/code-login.ts'
import type { Recovery } from '../../lib/flows/ports/store.ts'
import { importedMember, memberByEmail, openAddressWorld } from '../support/address-world.ts'
import { memberOf, sure } from '../support/people.ts'
import { beginning, problemOf } from '../support/world.ts'

const minji = 'minji@example.com'
const enter = (verificationToken: string, clientId = 'app') => ({ clientId, verificationToken })

describe('signing in by code', () => {
  it('opens a session for the member who verified the address', async () => {
    const world = openAddressWorld()
    world.settle(memberByEmail(minji))
    const { row, result } = await codeLogin(world, enter(await world.prove(minji, 'sign_in')))
    expect(row).toBe(1)
    expect(result).toMatchObject({ outcome: 'signed_in', created: false })
    const [session] = world.kept.sessions.values()
    expect(session?.signIn).toEqual({ authTime: beginning, amr: ['otp'] })
  })

  it('works once', async () => {
    const world = openAddressWorld()
    world.settle(memberByEmail(minji))
    const token = await world.prove(minji, 'sign_in')
    await codeLogin(world, enter(token))
    expect(await problemOf(codeLogin(world, enter(token)))).toMatchObject({ code: 'token_used', status: 409 })
    expect(world.kept.sessions.size).toBe(1)
  })

  it('works once for any number of requests at the same moment', async () => {
    const world = openAddressWorld()
    world.settle(memberByEmail(minji))
    const token = await world.prove(minji, 'sign_in')
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => codeLogin(world, enter(token))))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('finds nobody at an address without a member, and keeps the code', async () => {
    const world = openAddressWorld()
    const token = await world.prove(minji, 'sign_in')
    expect(await problemOf(codeLogin(world, enter(token)))).toMatchObject({ code: 'not_found', status: 404 })
    world.settle(memberByEmail(minji))
    expect((await codeLogin(world, enter(token))).row).toBe(1)
  })

  it.each(['sign_up', 'contact'] as const)('refuses a code that was requested to %s', async (purpose) => {
    const world = openAddressWorld()
    world.settle(memberByEmail(minji))
    const token = await world.prove(minji, purpose)
    expect((await problemOf(codeLogin(world, enter(token)))).code).toBe('invalid_token')
  })

  it.each([
    ['deactivated', 'member_deactivated', 2],
    ['suspended', 'member_suspended', 3],
    ['withdrawn', 'member_withdrawn', 23],
  ] as const)(
    'refuses a %s member by the status of that member, verified or imported',
    async (status, code, row) => {
      for (const make of [memberByEmail, importedMember]) {
        const world = openAddressWorld()
        world.settle(make(minji, { status }))
        const token = await world.prove(minji, 'sign_in')
        expect(await problemOf(codeLogin(world, enter(token)))).toMatchObject({ code, row })
        expect(world.kept.sessions.size).toBe(0)
      }
    },
  )

  it('refuses an unregistered client', async () => {
    const world = openAddressWorld()
    const token = await world.prove(minji, 'sign_in')
    expect((await problemOf(codeLogin(world, enter(token, 'stranger')))).code).toBe('invalid_request')
  })

  it('decides again when the member changed meanwhile, and gives up when that goes on', async () => {
    const world = openAddressWorld()
    world.settle(memberByEmail(minji))
    const token = await world.prove(minji, 'sign_in')
    let refusals = 2
    const openByCode: typeof world.sessions.openByCode = async (...all) =>
      refusals-- > 0 ? { kind: 'conflict' } : world.sessions.openByCode(...all)
    const restless = { ...world, sessions: { ...world.sessions, openByCode } }
    expect((await codeLogin(restless, enter(token))).row).toBe(1)

    refusals = 1000
    world.pass(30)
    const another = await world.prove(minji, 'sign_in')
    expect((await problemOf(codeLogin(restless, enter(another)))).code).toBe('unavailable')
  })
})

describe('recovering an imported account', () => {
  it('verifies the address, removes the password, ends every session, and notifies the address', async () => {
    const world = openAddressWorld()
    const { id } = world.settle(importedMember(minji, { locale: 'en' }), 'an old password')
    const { row, result } = await codeLogin(world, enter(await world.prove(minji, 'sign_in')))
    expect({ row, outcome: result.outcome }).toEqual({ row: 1, outcome: 'signed_in' })
    expect(world.kept.members.get(id)).toMatchObject({ email: { verified: true }, ways: ['email'] })
    expect(world.passwordHashes.has(id)).toBe(false)
    expect(world.sent.at(-1)).toEqual({
      to: minji,
      locale: 'en',
      message: { kind: 'recovered', at: beginning },
    })
  })

  it('is recorded with its session', async () => {
    const world = openAddressWorld()
    world.settle(importedMember(minji), 'an old password')
    const asked: Recovery[] = []
    const recover: typeof world.members.recover = async (recovery, now) => {
      asked.push(recovery)
      return world.members.recover(recovery, now)
    }
    const watched = { ...world, members: { ...world.members, recover } }
    await codeLogin(watched, enter(await world.prove(minji, 'sign_in')))
    const { event, session } = sure(asked[0])
    expect(event).toMatchObject({ type: 'member.recovered', at: beginning, sessionId: session.id })
  })

  it('notifies nobody when it does not happen', async () => {
    const world = openAddressWorld()
    world.settle(importedMember(minji), 'an old password')
    const token = await world.prove(minji, 'sign_in')
    const members = { ...world.members, recover: async () => 'used' as const }
    expect((await problemOf(codeLogin({ ...world, members }, enter(token)))).code).toBe('token_used')
    expect(world.sent.map(({ message }) => message.kind)).toEqual(['code'])
  })

  it('works once', async () => {
    const world = openAddressWorld()
    world.settle(importedMember(minji), 'an old password')
    const token = await world.prove(minji, 'sign_in')
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => codeLogin(world, enter(token))))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('never opens an account that has another lead', async () => {
    const world = openAddressWorld()
    // The person came from a provider that verifies nothing, with an address of somebody else.
    const squatter = memberOf('9666', { email: { ...sure(importedMember(minji).email) } })
    world.settle({ ...squatter, ways: squatter.ways.filter((way) => way !== 'email') })
    const token = await world.prove(minji, 'sign_in')
    expect((await problemOf(codeLogin(world, enter(token)))).code).toBe('not_found')
    expect(world.kept.sessions.size).toBe(0)
  })
})
