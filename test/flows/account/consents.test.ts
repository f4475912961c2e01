import { describe, expect, it } from 'vitest'
import { changeConsents, listConsents } from '../../../lib/flows/account/consents.ts'
import { passwordLogin } from '../../../lib/flows/password-login.ts'
import type { Members } from '../../../lib/flows/ports/store.ts'
import { type AddressWorld, memberByEmail, openAddressWorld } from '../../support/address-world.ts'
import { email, sure } from '../../support/people.ts'
import { beginning, problemOf } from '../../support/world.ts'

const marketing = (agreed: boolean, version = '2026-01') => ({ tag: 'marketing', version, agreed })

async function signedIn(): Promise<{ world: AddressWorld; bearer: string }> {
  const world = openAddressWorld()
  world.settle(memberByEmail('minji@example.com'), 'correct horse battery')
  const identifier = { channel: 'email', value: email('minji@example.com') } as const
  const shown = { clientId: 'app', identifier, password: 'correct horse battery', source: '198.51.100.7' }
  const { result } = await passwordLogin(world, shown)
  return { world, bearer: result.accessToken }
}

describe('the consents of a member', () => {
  it('grow with every answer, and no answer changes', async () => {
    const { world, bearer } = await signedIn()
    expect(await listConsents(world, bearer)).toEqual([])
    await changeConsents(world, bearer, [marketing(true)])
    world.pass(60)
    await changeConsents(world, bearer, [marketing(false)])
    expect(await listConsents(world, bearer)).toEqual([
      { ...marketing(true), at: beginning.toISOString(), source: 'form', channel: 'app' },
      { ...marketing(false), at: '2026-11-22T10:01:00.000Z', source: 'form', channel: 'app' },
    ])
  })

  it('are shown as recorded, and each answer leaves an event', async () => {
    const { world, bearer } = await signedIn()
    const events: Parameters<Members['addConsents']>[1]['event'][] = []
    const addConsents: Members['addConsents'] = async (by, added, now) => {
      events.push(added.event)
      return world.members.addConsents(by, added, now)
    }
    const watched = { ...world, members: { ...world.members, addConsents } }
    expect(await changeConsents(watched, bearer, [marketing(true)])).toEqual([
      { ...marketing(true), at: beginning.toISOString(), source: 'form', channel: 'app' },
    ])
    const [session] = world.kept.sessions.values()
    expect(events).toEqual([
      { id: expect.any(String), type: 'consent.changed', at: beginning, sessionId: sure(session).id },
    ])
  })

  it('are recorded once: the same answer again writes nothing and tells nobody', async () => {
    const { world, bearer } = await signedIn()
    const first = await changeConsents(world, bearer, [marketing(true)])
    world.pass(60)
    const writes: unknown[] = []
    const addConsents: Members['addConsents'] = async (...by) => {
      writes.push(by)
      return world.members.addConsents(...by)
    }
    const watched = { ...world, members: { ...world.members, addConsents } }
    expect(await changeConsents(watched, bearer, [marketing(true)])).toEqual(first)
    expect(writes).toEqual([])
    await changeConsents(watched, bearer, [marketing(false)])
    await changeConsents(watched, bearer, [marketing(true)])
    expect(writes).toHaveLength(2)
    expect(await listConsents(world, bearer)).toHaveLength(3)
    world.kept.sessions.clear()
    expect((await problemOf(changeConsents(watched, bearer, [marketing(true)]))).code).toBe('invalid_token')
  })

  it('can be repeated for required terms, and never withdrawn', async () => {
    const { world, bearer } = await signedIn()
    const service = { tag: 'service', version: '2026-01' }
    await changeConsents(world, bearer, [{ ...service, agreed: true }])
    const withdrawn = changeConsents(world, bearer, [marketing(false), { ...service, agreed: false }])
    expect(await problemOf(withdrawn)).toMatchObject({
      code: 'consent_missing',
      status: 400,
      extras: {
        errors: [
          {
            pointer: '/consents/1/agreed',
            detail: {
              ko: '필수 약관이어서 동의를 철회할 수 없습니다.',
              en: expect.stringMatching(/^is required/),
            },
          },
        ],
      },
    })
    expect(await listConsents(world, bearer)).toHaveLength(1)
  })

  it.each([
    [
      'terms that are not there',
      [{ tag: 'newsletter', version: '2026-01', agreed: true }],
      '/consents/0/tag',
    ],
    ['another version', [marketing(true, '2019-01')], '/consents/0/version'],
    ['the same twice', [marketing(true), marketing(false)], '/consents/1/tag'],
  ])('refuse an answer to %s', async (_, given, pointer) => {
    const { world, bearer } = await signedIn()
    expect(await problemOf(changeConsents(world, bearer, given))).toMatchObject({
      code: 'invalid_request',
      extras: { errors: [{ pointer }] },
    })
  })

  it('are neither shown nor changed after the session ended', async () => {
    const { world, bearer } = await signedIn()
    world.kept.sessions.clear()
    expect((await problemOf(listConsents(world, bearer))).code).toBe('invalid_token')
    expect((await problemOf(changeConsents(world, bearer, [marketing(true)]))).code).toBe('invalid_token')
  })

  it('are shown to no other member', async () => {
    const { world } = await signedIn()
    expect((await problemOf(listConsents(world, 'something'))).code).toBe('invalid_token')
    expect((await problemOf(changeConsents(world, 'something', [marketing(true)]))).code).toBe(
      'invalid_token',
    )
  })
})
