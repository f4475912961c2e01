import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import type { LeadHolder } from '../../lib/domain/leads/lead.ts'
import { closedBy } from '../../lib/domain/leads/release.ts'
import {
  identityMethod,
  type LinkedIdentity,
  type LoginMethod,
  type Member,
  type Session,
} from '../../lib/domain/member/member.ts'
import type { NewMessage, SealedMessage } from '../../lib/domain/message/message.ts'
import type { CiHash, DiHash, Email, Phone, ProviderProfile } from '../../lib/domain/values/evidence.ts'
import { type Identity, isSubject } from '../../lib/domain/values/identity.ts'
import {
  isClientId,
  isMemberId,
  isOAuthRequestId,
  isPendingId,
  isSessionId,
  isTokenId,
  type MemberId,
  pendingIdOf,
} from '../../lib/domain/values/ids.ts'
import type { ProvenAddress } from '../../lib/domain/values/verification.ts'
import type { IdentityClaim, PendingConnection } from '../../lib/domain/visit/pending-connection.ts'
import type {
  Adding,
  DueClaims,
  Erasures,
  Linking,
  Once,
  Registration,
  Removal,
  Withdrawal,
} from '../../lib/flows/ports/store.ts'
import { ids } from '../../lib/runtime/ids.ts'

/** The beginning of these stories. */
export const now = new Date('2026-11-22T10:00:00.123Z')
export const minutes = (count: number, from = now): Date => new Date(from.getTime() + count * 60_000)
export const days = (count: number): Date => minutes(count * 24 * 60)

function checked<Value>(is: (value: unknown) => value is Value, value: unknown): Value {
  if (!is(value)) throw new TypeError(`${String(value)} is not what the cast wants`)
  return value
}
const isText = <Text extends string>(value: unknown): value is Text => typeof value === 'string'

export const memberId = () => checked(isMemberId, v7())
export const sessionId = () => checked(isSessionId, v7())
export const pendingId = () => checked(isPendingId, v7())
export const tokenId = () => checked(isTokenId, v7())
const transactionId = () => checked(isOAuthRequestId, v7())
const clientId = checked(isClientId, 'web')
export const email = (text: string): Email => checked(isText<Email>, text)
export const phone = (text: string): Phone => checked(isText<Phone>, text)
const ci = (text: string): CiHash => checked(isText<CiHash>, text)
/** The keyed hash of a DI. */
export const di = (text: string): DiHash => checked(isText<DiHash>, text)

let people = 0
/** A person without any history here. */
export function somebody(): { identity: Identity; email: Email; phone: Phone; ci: CiHash } {
  const number = `${Date.now()}${++people}`
  return {
    identity: { provider: 'kakao', subject: checked(isSubject, `9${number}`) },
    email: email(`person${number}@example.com`),
    phone: phone(`+8210${number}`),
    ci: ci(createHash('sha256').update(number).digest('base64url')),
  }
}
export type Person = ReturnType<typeof somebody>

export const once = (more: Partial<Once> = {}): Once => ({
  transactionId: transactionId(),
  expiresAt: minutes(10),
  ...more,
})

export const profileOf = ({ identity, email, phone }: Person): ProviderProfile => ({
  identity,
  email: { value: email, trust: 'vouched' },
  phone: { value: phone, trust: 'verified_once' },
  name: '김다은',
  birth: { year: 1990, monthDay: '0301', calendar: 'lunar', leapMonth: false },
  nickname: '다은',
  ageRange: '30~39',
  refused: ['gender'],
  terms: [
    { tag: 'service', agreed: true, agreedAt: minutes(-1), source: 'kakao_sync' },
    { tag: 'marketing', agreed: false, source: 'kakao_sync' },
  ],
})

/** A pending visit of a person, of this OAuth request or another one. */
export const pendingOf = (
  person: Person,
  more: Partial<PendingConnection> = {},
  { transactionId: request }: Pick<Once, 'transactionId'> = { transactionId: transactionId() },
): PendingConnection => ({
  id: pendingIdOf(request),
  transactionId: request,
  clientId,
  codeChallenge: 'challenge',
  tokenId: tokenId(),
  authTime: minutes(-1),
  amr: ['fed'],
  locale: 'ko',
  createdAt: now,
  expiresAt: minutes(10),
  profile: profileOf(person),
  held: [],
  shared: false,
  ...more,
})

export const memberOf = (person: Person, more: Partial<Member> = {}): Member => ({
  id: memberId(),
  externalId: 'old-1',
  status: 'active',
  version: 1,
  name: '김다은',
  email: { value: person.email, verified: true },
  phone: { value: person.phone, verified: false, imported: true },
  birth: { year: 1990, calendar: 'solar' },
  gender: 'female',
  ci: person.ci,
  ways: [identityMethod(person.identity), 'email'] satisfies LoginMethod[],
  attributes: { position: 'engineer', huge: 1e300, deep: [[[{}]]] },
  locale: 'ko',
  credentialsVersion: 0,
  createdAt: now,
  ...more,
})

export const sessionOf = (id: MemberId, person: Person, more: Partial<Session> = {}): Session => ({
  id: sessionId(),
  memberId: id,
  externalId: 'old-1',
  clientId,
  signIn: { authTime: now, amr: ['fed'], identity: person.identity },
  generation: 0,
  refreshHash: 'hash-0',
  refreshKid: 'key-1',
  rotatedAt: now,
  credentialsVersion: 0,
  createdAt: now,
  idleExpiresAt: days(30),
  absoluteExpiresAt: days(90),
  ...more,
})

export const linkedIdentityOf = ({ identity }: Person): LinkedIdentity => ({
  ...identity,
  label: 'person@kakao',
  linkedAt: now,
})

/** A pending visit that only registration can end. */
export const waitsForNobody = { question: undefined, held: [] } as const

/** Every write of a person's sign-up, for a pending visit. */
export function registrationOf(
  person: Person,
  pending: PendingConnection,
  more: Partial<Member> = {},
): Registration {
  const member = memberOf(person, more)
  const session = sessionOf(member.id, person)
  const { identity } = person
  return {
    member,
    basis: {
      kind: 'visit',
      identity: linkedIdentityOf(person),
      pendingId: pending.id,
      tokenId: pending.tokenId,
    },
    proofs: [],
    consents: [
      { tag: 'service', version: '1', agreed: true, at: minutes(-1), source: 'kakao_sync' },
      { tag: 'marketing', version: '3', agreed: false, at: now, source: 'form' },
    ],
    event: { id: v7(), type: 'member.registered', at: now, identity, sessionId: session.id },
    session,
  }
}

/** A sign-up by a proven address and a password, with no other data. */
export function addressRegistrationOf(proof: ProvenAddress, more: Partial<Member> = {}): Registration {
  const { externalId, gender, phone, ci, birth, ...rest } = memberOf(somebody())
  const { channel, value } = proof.address
  const contact: Partial<Member> =
    channel === 'email' ? { email: { value, verified: true } } : { phone: { value, verified: true } }
  const { email, ...nobody } = rest
  const ways: LoginMethod[] = [channel === 'email' ? 'email' : 'phone', 'password']
  const member: Member = { ...nobody, ...contact, ways: ways, ...more }
  const { externalId: _, ...session } = sessionOf(member.id, somebody(), {
    signIn: { authTime: now, amr: ['otp'] },
  })
  return {
    member,
    basis: { kind: 'address', passwordHash: '$argon2id$hash' },
    proofs: [proof],
    consents: [{ tag: 'service', version: '1', agreed: true, at: now, source: 'form' }],
    event: { id: v7(), type: 'member.registered', at: now, sessionId: session.id },
    session: { ...session, ...(more.externalId !== undefined && { externalId: more.externalId }) },
  }
}

/** Every write of linking a pending visit to a member, with the new session. */
export const linkingOf = (
  person: Person,
  pending: PendingConnection,
  {
    id,
    version,
    credentialsVersion = 0,
  }: Pick<Member, 'id' | 'version'> & Partial<Pick<Member, 'credentialsVersion'>>,
  more: Partial<Linking> = {},
): Linking => ({
  pending,
  identity: linkedIdentityOf(person),
  target: { memberId: id, version, credentialsVersion, verifies: [], lacksCi: false },
  verifies: {},
  consents: [],
  event: { id: v7(), type: 'identity.linked', at: now, identity: person.identity },
  session: { kind: 'opens', session: sessionOf(id, person, { credentialsVersion }) },
  messages: [],
  ...more,
})

/** Every write of adding an identity to a signed-in member. */
export const addingOf = (person: Person, { memberId, id }: Pick<Session, 'memberId' | 'id'>): Adding => ({
  memberId,
  sessionId: id,
  identity: linkedIdentityOf(person),
  consents: [],
  event: { id: v7(), type: 'identity.linked', at: now, identity: person.identity, sessionId: id },
  messages: [],
})

/** Every write of removing an identity from a signed-in member. */
export const removalOf = (
  person: Person,
  { memberId, id }: Pick<Session, 'memberId' | 'id'>,
  version = 1,
): Removal => ({
  memberId,
  version,
  survivors: [],
  sessionId: id,
  identity: person.identity,
  shared: false,
  event: {
    id: v7(),
    type: 'identity.unlinked',
    at: now,
    identity: person.identity,
    sessionId: id,
  },
  messages: [],
})

/** Every write of a member's withdrawal, with the identities of these people. */
export const withdrawalOf = (
  people: readonly Person[],
  member: Pick<Member, 'id' | 'version'> & LeadHolder,
  { id: sessionId }: Pick<Session, 'id'>,
  gone: Withdrawal['gone'] = [],
): Withdrawal => ({
  member,
  closed: closedBy(member),
  gone,
  by: { sessionId },
  deactivationId: ids.deactivation(),
  restorableUntil: days(30),
  rejoinFrom: days(40),
  messages: [],
  identities: people.map(({ identity }) => ({
    identity,
    shared: false,
    event: { id: v7(), type: 'identity.unlinked', at: now, identity, sessionId },
  })),
  event: { id: v7(), type: 'member.withdrawn', at: now, sessionId },
})

/** A notice to a member that a transaction leaves. */
export const noticeOf = (queue: string = memberId(), more: Partial<NewMessage> = {}): NewMessage => ({
  id: ids.record(),
  queue,
  of: 'changed',
  locale: 'ko',
  sealed: checked(isText<SealedMessage>, 'kid.sealed'),
  topic: 'topic',
  createdAt: now,
  ...more,
})

/** The overdue claims that a sweep finds, oldest first. */
export async function overdueClaims(dueClaims: DueClaims, at: Date): Promise<readonly IdentityClaim[]> {
  const claims: IdentityClaim[] = []
  for await (const { due } of dueClaims.pages(at))
    claims.push(...(await dueClaims.read(due.slice(0, 100), at)).claims)
  return claims
}

/** The members that a sweep finds to erase. */
export async function membersToErase(erasures: Erasures, at: Date): Promise<readonly MemberId[]> {
  const members: MemberId[] = []
  for await (const { due } of erasures.pages(at)) members.push(...due)
  return members
}
