import { describe, expect, it } from 'vitest'
import { redirectCallback, type SentBack } from '../../lib/flows/redirect-callback.ts'
import { redeemTicket } from '../../lib/flows/token.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { nameOf, nothingKept } from '../support/kept.ts'
import { kakaoIdentity, memberOf, profileOf, sure } from '../support/people.ts'
import { beginning, openWorld, problemOf, type TestWorld } from '../support/world.ts'
import { codeChallenge, codeVerifier, redirected, startedDirect, startedRedirect } from './visits.ts'

const visitor = kakaoIdentity('9001')
/** What the ticket of a sent browser says. */
const ticketIn = (world: TestWorld, { ticket }: SentBack) => sure(world.tokens.tickets.open(ticket), 'ticket')

describe('a redirect callback', () => {
  it('only records: a visit of a member opens no session yet', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const before = structuredClone(world.kept)
    const sent = await redirected(world)
    expect(sent.row).toBe(1)
    expect(world.kept).toEqual(before)
    expect(ticketIn(world, sent)).toEqual({
      transactionId: expect.any(String),
      clientId: 'web',
      codeChallenge,
      browserHash: secrets.hash(sent.browserSecret ?? ''),
      decision: { kind: 'authenticated', identity: visitor, authTime: beginning, member: { id: member.id } },
      expiresAt: new Date(beginning.getTime() + 60_000),
    })
  })

  it('stores a new visitor beside the ticket, which holds only the name of the visit', async () => {
    const world = openWorld()
    const sent = await redirected(world)
    const { pending } = sure([...world.kept.pending.values()][0])
    expect(sent.row).toBe(12)
    expect(ticketIn(world, sent).decision).toEqual({ kind: 'pending', pendingId: pending.id })
    expect(pending).toMatchObject({ clientId: 'web', codeChallenge, profile: { identity: visitor } })
    expect(world.kept.claims.get(nameOf(visitor))?.state).toBe('pending')
  })

  it('sends the browser to the registered address of the client, with the ticket and the client’s state', async () => {
    const { location, ticket } = await redirected(openWorld())
    expect(location).toBe(`https://www.example.com/done?ticket=${ticket}&state=client-state`)
  })

  it('keeps the registered address unchanged', async () => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    const sealed = await world.tokens.oauthRequests.open(visit.transaction)
    const flow = { kind: 'redirect', redirectUri: 'https://www.example.com/done?from=social' } as const
    const transaction = await world.tokens.oauthRequests.seal({ ...sealed, flow })
    const { location, ticket } = await redirectCallback(world, { ...visit, transaction })
    expect(location).toBe(`https://www.example.com/done?from=social&ticket=${ticket}`)
  })

  it('binds no browser for a client without one', async () => {
    const world = openWorld()
    expect(ticketIn(world, await redirected(world, 'app'))).not.toHaveProperty('browserHash')
  })

  it('puts no secret of ours into the address', async () => {
    const world = openWorld()
    const { location, browserSecret, state } = await redirected(world)
    expect(location).not.toContain(browserSecret)
    expect(location).not.toContain(state)
  })

  it.each([
    ['access_denied', 19, 'provider_denied'],
    ['server_error', 20, 'provider_unavailable'],
  ])('returns the refusal %s to the client as a ticket', async (error, row, code) => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    const credential = { kind: 'error', error, state: visit.credential.state } as const
    const sent = await redirectCallback(world, { ...visit, credential })
    expect(sent.row).toBe(row)
    expect(ticketIn(world, sent).decision).toEqual({ kind: 'problem', code, extras: {} })
    expect(world.kakao.asked).toEqual([])
  })

  it.each([
    ['unavailable', 20, 'provider_unavailable'],
    ['grant_invalid', 25, 'provider_grant_invalid'],
  ] as const)('returns a code that is %s as row %i', async (why, row, code) => {
    const world = openWorld()
    world.kakao.faults.redeemCode = why
    const sent = await redirected(world)
    expect(sent.row).toBe(row)
    expect(ticketIn(world, sent).decision).toMatchObject({ kind: 'problem', code })
  })

  it('disconnects a refused visitor, and returns the reason', async () => {
    const world = openWorld()
    world.kakao.visitor = profileOf('9001', { refused: ['email'] })
    const sent = await redirected(world)
    expect(sent.row).toBe(4)
    expect(world.kakao.asked).toContain('disconnect')
    expect(world.kept.claims.size).toBe(0)
    expect(ticketIn(world, sent).decision).toEqual({
      kind: 'problem',
      code: 'mandatory_items_not_agreed',
      extras: { items: ['email'], user_mapping: 'MANDATORY_ITEMS_NOT_AGREED' },
    })
  })

  it('disconnects no identity that was linked meanwhile, and decides again', async () => {
    const world = openWorld()
    world.kakao.visitor = profileOf('9001', { refused: ['email'] })
    const beginDisconnecting: typeof world.identityClaims.beginDisconnecting = async (...asked) => {
      world.admit('9001', memberOf('9001'))
      return world.identityClaims.beginDisconnecting(...asked)
    }
    const raced = { ...world, identityClaims: { ...world.identityClaims, beginDisconnecting } }
    expect((await redirected(raced)).row).toBe(1)
    expect(world.kakao.asked).not.toContain('disconnect')
  })
})

describe('a repeated redirect callback', () => {
  it('gives a new visitor no second ticket', async () => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    await redirectCallback(world, visit)
    expect((await problemOf(redirectCallback(world, visit))).code).toBe('token_used')
  })

  it('gives no second ticket for a refusal either', async () => {
    const world = openWorld()
    world.kakao.faults.redeemCode = 'grant_invalid'
    const visit = await startedRedirect(world)
    await redirectCallback(world, visit)
    expect((await problemOf(redirectCallback(world, visit))).code).toBe('token_used')
  })

  it('gives a member tickets of which one works', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const visit = await startedRedirect(world)
    const [one, other] = [await redirectCallback(world, visit), await redirectCallback(world, visit)]
    const requestOf = ({ ticket, browserSecret }: SentBack) => ({ ticket, codeVerifier, browserSecret })
    expect((await redeemTicket(world, requestOf(other))).row).toBe(1)
    expect((await problemOf(redeemTicket(world, requestOf(one)))).code).toBe('invalid_ticket')
    expect(world.kept.sessions.size).toBe(1)
  })

  it('gives a new visitor one ticket when it comes twice at once', async () => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    const both = await Promise.allSettled([redirectCallback(world, visit), redirectCallback(world, visit)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('that was under way when the first one was kept leads to the same pending visit', async () => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    const { pendingConnections } = world
    const keep: typeof pendingConnections.keep = async (pending, once, ...rest) => {
      await pendingConnections.keep({ ...pending, createdAt: later }, once, ...rest)
      return pendingConnections.keep(pending, once, ...rest)
    }
    const later = new Date(beginning.getTime() + 1)
    const sent = await redirectCallback(
      { ...world, pendingConnections: { ...pendingConnections, keep } },
      visit,
    )
    const { pending } = sure([...world.kept.pending.values()][0])
    expect(ticketIn(world, sent).decision).toEqual({ kind: 'pending', pendingId: pending.id })
  })

  it('that the provider refuses goes where the first one went, if both were under way', async () => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    await redirectCallback(world, visit)
    const { pending } = sure([...world.kept.pending.values()][0])
    for (const [id, trace] of world.kept.traces)
      world.kept.traces.set(id, { ...trace, at: new Date(beginning.getTime() + 1) })
    world.kakao.faults.redeemCode = 'grant_invalid'
    const sent = await redirectCallback(world, visit)
    expect(ticketIn(world, sent).decision).toEqual({ kind: 'pending', pendingId: pending.id })
  })

  it('is told that the visit is used, at its client, when the first one has signed in meanwhile', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const visit = await startedRedirect(world)
    const { ticket, browserSecret } = await redirectCallback(world, visit)
    await redeemTicket(world, { ticket, codeVerifier, browserSecret })
    for (const [id, trace] of world.kept.traces)
      world.kept.traces.set(id, { ...trace, at: new Date(beginning.getTime() + 1) })
    world.kakao.faults.redeemCode = 'grant_invalid'
    const sent = await redirectCallback(world, visit)
    expect(ticketIn(world, sent).decision).toEqual({ kind: 'problem', code: 'token_used', extras: {} })
  })

  it('is decided again when the identity changed, and ends as unavailable when that goes on', async () => {
    const world = openWorld()
    let looks = 0
    const { pendingConnections } = world
    const keep: typeof pendingConnections.keep = async (...visit) => {
      looks += 1
      return looks === 1 ? 'conflict' : pendingConnections.keep(...visit)
    }
    expect((await redirected({ ...world, pendingConnections: { ...pendingConnections, keep } })).row).toBe(12)
    const never = { ...pendingConnections, keep: async () => 'conflict' as const }
    expect((await problemOf(redirected({ ...world, pendingConnections: never }))).code).toBe('unavailable')
  })
})

describe('a redirect callback of another visit', () => {
  it.each([
    ['of another state', { credential: { kind: 'code', code: 'a-code', state: 'another' } as const }],
    ['that was never sealed', { transaction: 'transaction-forged' }],
  ])('is refused before the provider is called: %s', async (_, over) => {
    const world = openWorld()
    const problem = await problemOf(redirectCallback(world, { ...(await startedRedirect(world)), ...over }))
    expect(problem.code).toBe('invalid_transaction')
    expect(world.kakao.asked).toEqual([])
    expect(world.kept).toEqual(nothingKept())
  })

  it('is refused when its visit began as a direct visit, or more than an hour ago', async () => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    const { transaction } = await startedDirect(world)
    expect((await problemOf(redirectCallback(world, { ...visit, transaction }))).code).toBe(
      'invalid_transaction',
    )
    world.pass(3600)
    expect((await problemOf(redirectCallback(world, visit))).code).toBe('invalid_transaction')
  })

  it('calls no provider when its visit ran out, and leaves a ticket that says so', async () => {
    const world = openWorld()
    const visit = await startedRedirect(world)
    world.pass(600)
    const { row, ticket } = await redirectCallback(world, visit)
    expect(row).toBeUndefined()
    expect(ticket).not.toBe('')
    expect(world.kakao.asked).toEqual([])
    expect((await problemOf(redirectCallback(world, visit))).code).toBe('token_used')
  })
})
