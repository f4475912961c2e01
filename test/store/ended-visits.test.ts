import { describe, expect, test } from 'vitest'
import { expectInvariants } from '../support/scan.ts'
import { minutes, now, once, pendingOf, sessionOf, somebody, tokenId } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, waiting, newcomer, setStatus } = await freshScene()

/** A member, and a pending visit of the same person from before another visit finished. */
async function overtaken() {
  const person = somebody()
  const late = await waiting(person)
  const member = await newcomer(person)
  const open = (more: { readonly tokenId?: typeof late.tokenId } = {}) =>
    store.sessions.open(sessionOf(member.memberId, person), member.way, {
      pendingId: late.id,
      tokenId: late.tokenId,
      ...more,
    })
  return { ...member, late, open }
}

describe('a pending visit that signs its person in', () => {
  test('ends with the sign-in', async () => {
    const { late, open } = await overtaken()
    expect([await open(), await open()]).toEqual([{ kind: 'opened', lacks: [] }, { kind: 'used' }])
    expect(await store.pendingConnections.find(late.id, now)).toEqual({ kind: 'ended', end: 'linked' })
    await expectInvariants(client, tableName)
  })

  test('accepts no other token', async () => {
    const { open } = await overtaken()
    expect(await open({ tokenId: tokenId() })).toEqual({ kind: 'used' })
    expect(await open()).toEqual({ kind: 'opened', lacks: [] })
  })

  test('is not consumed by a refusal', async () => {
    const { memberId, open } = await overtaken()
    await setStatus(memberId, 'suspended')
    expect(await open()).toMatchObject({ kind: 'not_active' })
    await setStatus(memberId, 'active')
    expect(await open()).toEqual({ kind: 'opened', lacks: [] })
  })
})

describe('a visit that the provider refused', () => {
  const refusal = (visit: ReturnType<typeof once>) => store.tickets.refuse(visit)

  test('is not refused twice', async () => {
    const visit = once()
    expect([await refusal(visit), await refusal(visit)]).toEqual([true, false])
  })

  test('has its effect once', async () => {
    const visit = once()
    await refusal(visit)
    const keep = () => store.pendingConnections.keep(pendingOf(somebody(), {}, visit), visit, minutes(30))
    expect([await keep(), await keep(), await refusal(visit)]).toEqual(['kept', 'used', false])
  })
})
