import { describe, expect, it } from 'vitest'
import type { MemberVisitor } from '../../lib/domain/visit/oauth-request.ts'
import { unlink } from '../../lib/flows/account/unlink.ts'
import { callback } from '../../lib/flows/callback.ts'
import { sweep } from '../../lib/flows/jobs/sweep.ts'
import { link } from '../../lib/flows/link.ts'
import { startDirect } from '../../lib/flows/login.ts'
import { answerMerge } from '../../lib/flows/merging/answer-merge.ts'
import { refresh } from '../../lib/flows/refresh.ts'
import { nameOf } from '../support/kept.ts'
import { kakaoIdentity, memberOf, profileOf, sure } from '../support/people.ts'
import { beginning, openWorld, problemOf, type TestWorld } from '../support/world.ts'
import { codeChallenge, codeVerifier, direct, redeemed, sessionOf, startedDirect } from './visits.ts'

const added = kakaoIdentity('9002')

/** A member who is signed in by account 9001. */
async function signedIn() {
  const world = openWorld()
  const member = world.admit('9001', memberOf('9001'))
  const { accessToken, refreshToken } = sessionOf(await direct(world))
  return { world, member, bearer: accessToken, refreshToken }
}

/** A direct visit of the signed-in member with the account of that subject. */
async function visit(world: TestWorld, intent: MemberVisitor['intent'], bearer: string, subject: string) {
  const start = {
    provider: 'kakao',
    clientId: 'app',
    codeChallenge,
    locale: 'ko',
    member: { intent, bearer },
  } as const
  const { transaction, state } = await startDirect(world, start)
  world.kakao.visitor = profileOf(subject)
  const credential = { kind: 'code', code: 'a-code', state } as const
  return () => callback(world, { provider: 'kakao', transaction, codeVerifier, credential })
}

describe('a signed-in member who adds a provider', () => {
  it('has the new identity at once, and is notified by mail', async () => {
    const { world, member, bearer } = await signedIn()
    const { row, result } = await (await visit(world, 'link', bearer, '9002'))()
    expect(row).toBe(14)
    expect(result).toMatchObject({ outcome: 'linked', member: { id: member.id } })
    expect(world.kept.members.get(member.id)?.ways).toContain('identity:kakao:9002')
    expect(world.kept.claims.get(nameOf(added))).toMatchObject({ state: 'linked', memberId: member.id })
    expect(world.mailed).toMatchObject([{ message: { kind: 'login_method_added', method: 'kakao' } }])
  })

  it('learns that the identity is already linked', async () => {
    const { world, bearer } = await signedIn()
    const { row, result } = await (await visit(world, 'link', bearer, '9001'))()
    expect({ row, outcome: result.outcome }).toEqual({ row: 15, outcome: 'already_linked' })
    expect(world.mailed).toEqual([])
  })

  it('takes no identity of another member, and is asked whether both accounts belong to the same person', async () => {
    const { world, bearer } = await signedIn()
    const other = world.admit('9002', memberOf('9002'))
    const { row, result } = await (await visit(world, 'link', bearer, '9002'))()
    expect(row).toBe(16)
    expect(result).toMatchObject({
      outcome: 'merge_confirmation_required',
      candidates: [{ email: 'p*****@example.com', name: '김**', joinedMonth: '1970-01' }],
    })
    expect(world.kept.claims.get(nameOf(added))?.memberId).toBe(other.id)
  })

  it('adds nothing to a session that ended meanwhile', async () => {
    const { world, bearer } = await signedIn()
    const finish = await visit(world, 'link', bearer, '9002')
    world.kept.sessions.clear()
    expect((await problemOf(finish())).code).toBe('invalid_token')
    expect(world.kept.claims.has(nameOf(added))).toBe(false)
  })

  it('adds the identity once, however often the visit comes', async () => {
    const { world, member, bearer } = await signedIn()
    const finish = await visit(world, 'link', bearer, '9002')
    await Promise.allSettled([finish(), finish()])
    expect(world.kept.members.get(member.id)?.ways.filter((way) => way.endsWith('9002'))).toHaveLength(1)
    expect(world.mailed).toHaveLength(1)
  })
})

describe('a question about an identity that its provider unlinked and the visit connected again', () => {
  const tokenToStore = { kind: 'access', token: 'of the visit', durable: false } as const

  /** A member who is asked to merge with a member whose only lead is an identity unlinked by its provider. */
  async function asked(come: 'directly' | 'by redirect') {
    const { world, member, bearer } = await signedIn()
    const { email: _email, phone: _phone, ...bare } = memberOf('9002')
    const endedIdentities = [{ ...added, endedBy: 'provider' as const }]
    const other = world.admit('9002', { ...bare, ways: [], endedIdentities })
    world.kept.identities.set(other.id, [{ ...added, linkedAt: beginning, endedAt: beginning }])
    world.kept.claims.set(nameOf(added), { ...added, state: 'unlinked_by_provider', memberId: other.id })
    world.kakao.tokenToStore = tokenToStore
    world.kakao.asked.length = 0
    world.kakao.visitor = profileOf('9002')
    const whose = { intent: 'link', bearer } as const
    const { result } =
      come === 'directly'
        ? await callback(world, await startedDirect(world, 'app', whose))
        : await redeemed(world, 'web', whose)
    if (result.outcome !== 'merge_confirmation_required') throw new Error(result.outcome)
    const say = (consent: boolean) =>
      answerMerge(world, { mergeToken: result.mergeToken, codeVerifier, consent, bearer })
    return { world, member, other, say }
  }

  it.each([
    ['is never answered', 'directly', undefined],
    ['is never answered', 'by redirect', undefined],
    ['is answered with no', 'directly', false],
    ['is answered with no', 'by redirect', false],
  ] as const)(
    'that %s, %s: the sweep disconnects it with the token of the visit',
    async (_, come, consent) => {
      const { world, other, say } = await asked(come)
      if (consent !== undefined) await say(consent)
      world.pass(1799)
      expect(await sweep(world)).toMatchObject({ due: 0 })
      world.pass(1)
      expect(await sweep(world)).toMatchObject({ due: 1, ended: 1 })
      expect(world.kakao.given).toEqual([{ kind: 'access', token: 'of the visit' }])
      expect(world.kept.claims.get(nameOf(added))).toMatchObject({
        state: 'unlinked_by_provider',
        memberId: other.id,
      })
    },
  )

  it('that is answered with consent: the identity is linked, nothing is due, and the token of the visit stays', async () => {
    const { world, member, say } = await asked('directly')
    expect((await say(true)).result.outcome).toBe('merged')
    expect(world.kept.claims.get(nameOf(added))).toMatchObject({ state: 'linked', memberId: member.id })
    world.pass(1800)
    expect(await sweep(world)).toMatchObject({ due: 0 })
    const sealed = sure(world.kept.claims.get(nameOf(added))?.kept)
    expect(world.tokens.providerTokens.open(added, sealed)).toEqual({ kind: 'access', token: 'of the visit' })
  })
})

describe('a yes that reads the other account after an equal yes has merged it', () => {
  it('finds the merge done, and is no refusal', async () => {
    const { world, member, bearer } = await signedIn()
    const other = world.admit('9002', memberOf('9002'))
    const { result: asked } = await (await visit(world, 'link', bearer, '9002'))()
    if (asked.outcome !== 'merge_confirmation_required') throw new Error(asked.outcome)
    const { mergeToken } = asked
    const yes = (here: typeof world) => answerMerge(here, { mergeToken, codeVerifier, consent: true, bearer })
    let isFirst = true
    const { merges } = world
    const late: typeof merges = {
      ...merges,
      async read(id, ...more) {
        if (id === other.id && isFirst) {
          isFirst = false
          expect((await yes(world)).result.outcome).toBe('merged')
        }
        return merges.read(id, ...more)
      },
    }
    expect((await yes({ ...world, merges: late })).result).toMatchObject({
      outcome: 'already_linked',
      member: { id: member.id },
    })
  })
})

describe('a signed-in member who re-authenticates', () => {
  it('gets an access token with a fresh time, for the same session', async () => {
    const { world, bearer } = await signedIn()
    world.pass(300)
    const { row, result } = await (await visit(world, 'reauth', bearer, '9001'))()
    expect(row).toBe(17)
    expect(result).toMatchObject({
      outcome: 'reauthenticated',
      user_mapping: 'RECERTIFICATION',
      tokenType: 'Bearer',
    })
    if (!('accessToken' in result)) throw new Error('no access token')
    const access = await world.tokens.access.read(result.accessToken, 'fresh_enough')
    expect(access.authTime).toEqual(world.clock.now())
    expect(world.kept.sessions.size).toBe(1)
  })

  it('must use an own identity: another account is a mismatch, and a new one is disconnected', async () => {
    const { world, bearer } = await signedIn()
    const problem = await problemOf((await visit(world, 'reauth', bearer, '9002'))())
    expect(problem).toMatchObject({ row: 18, code: 'reauthentication_mismatch' })
    expect(world.kakao.asked).toContain('disconnect')
    world.admit('9003', memberOf('9003'))
    world.kakao.asked.length = 0
    await problemOf((await visit(world, 'reauth', bearer, '9003'))())
    expect(world.kakao.asked).not.toContain('disconnect')
  })
})

describe('a sign-in of more than ten minutes ago', () => {
  it('is not made fresh by renewing the session', async () => {
    const { world, bearer, refreshToken } = await signedIn()
    world.pass(300)
    const renewed = await refresh(world, refreshToken)
    world.pass(301)
    const stale = { code: 'insufficient_user_authentication', extras: { maxAge: 600 } }
    const request = { bearer: renewed.accessToken, provider: 'kakao' } as const
    expect(await problemOf(unlink(world, request))).toMatchObject(stale)
    expect(await problemOf(visit(world, 'link', renewed.accessToken, '9002'))).toMatchObject(stale)
    expect((await problemOf(unlink(world, { ...request, bearer }))).code).toBe('invalid_token')
  })

  it('proves no match', async () => {
    const { world, refreshToken } = await signedIn()
    world.pass(300)
    const { accessToken: bearer } = await refresh(world, refreshToken)
    world.pass(290)
    world.kakao.visitor = profileOf('9002', { ...profileOf('9001'), identity: added, name: '박서준' })
    const { result } = await direct(world)
    if (!('linkToken' in result)) throw new Error(`no question but ${result.outcome}`)
    world.pass(11)
    const problem = await problemOf(
      link(world, { linkToken: result.linkToken, codeVerifier, consent: true, bearer }),
    )
    expect(problem).toMatchObject({ code: 'insufficient_user_authentication', extras: { maxAge: 600 } })
  })
})
