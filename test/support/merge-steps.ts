import { identityMethod, type Member } from '../../lib/domain/member/member.ts'
import type { Identity } from '../../lib/domain/values/identity.ts'
import { after, lifetimes } from '../../lib/domain/values/lifetimes.ts'
import { prepareSession } from '../../lib/flows/visit/sign-in.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { mergesIn } from '../../lib/store/merges.ts'
import { sessionsIn } from '../../lib/store/sessions/sessions.ts'
import type { TestResponse } from './caller.ts'
import { newSecret, type Over } from './client.ts'
import { clientId, kakaoIdentity } from './people.ts'
import { settle, tableOf } from './people-of-the-service.ts'
import { type Visitor, visitor } from './steps.ts'
import type { TestStack } from './test-stack.ts'

/** A member with a Kakao account, signed in on a phone. Both are written straight into the table, for races. */
export interface SignedIn {
  readonly member: Member
  readonly identity: Identity
  readonly phone: Visitor
}

/** Adds a member who is signed in on a phone by a Kakao account. */
export async function signedInBy(
  stack: TestStack,
  subject: string,
  table = tableOf(stack),
): Promise<SignedIn> {
  const member = await settle(stack, { kakao: [subject], name: '김하나' }, table)
  const identity = kakaoIdentity(subject)
  return { member, identity, phone: await phoneOf(stack, member, identity, table) }
}

/** Adds a phone on which a member is signed in by an identity. */
export async function phoneOf(
  stack: TestStack,
  member: Member,
  identity: Identity,
  table = tableOf(stack),
): Promise<Visitor> {
  const phone = visitor(stack, { client: 'app' })
  const inside = await world()
  const how = { authTime: inside.clock.now(), amr: ['kakao'], identity }
  const { session, refreshToken } = prepareSession(inside, member, clientId('app'), how)
  const opened = await sessionsIn(table, { hashes: inside.hashes, maxSessions: 50 }).open(
    session,
    identityMethod(identity),
    'written_before',
  )
  if (opened.kind !== 'opened') throw new Error(`not let in: ${opened.kind}`)
  phone.accessToken = (await inside.tokens.access.issue(session)).accessToken
  phone.refreshToken = refreshToken
  return phone
}

/** Adds the question whether to merge `other` into `survivor`. Gives the request that consents. */
export async function askedToMerge(
  survivor: SignedIn,
  other: SignedIn,
  table = tableOf(survivor.phone.stack),
): Promise<(over?: Over) => Promise<TestResponse>> {
  const inside = await world()
  const { codeVerifier, codeChallenge } = newSecret()
  const names = { pendingId: ids.pending(), tokenId: ids.token() }
  const asked = await mergesIn(table, { hashes: inside.hashes, indexes: ['name'] }).ask(
    {
      id: names.pendingId,
      tokenId: names.tokenId,
      codeChallenge,
      memberId: survivor.member.id,
      otherId: other.member.id,
      basis: { kind: 'identity', identity: other.identity },
      expiresAt: after(inside.clock.now(), lifetimes.flowToken),
    },
    'written_before',
  )
  if (asked !== 'asked') throw new Error('this was asked before')
  const { token: mergeToken } = await inside.tokens.flow.issue('merge', names)
  return (over = {}) => survivor.phone.merge({ mergeToken, codeVerifier, ...over })
}
