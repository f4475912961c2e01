import type { Consent } from '../../lib/domain/consent/consent.ts'
import type { Member } from '../../lib/domain/member/member.ts'
import { isAlive } from '../../lib/domain/session/session.ts'
import { defined } from '../../lib/domain/values/defined.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { Problem } from '../../lib/domain/values/problem.ts'
import type { Address, ProvenAddress, VerificationPurpose } from '../../lib/domain/values/verification.ts'
import type { Members, Registrations, Sessions } from '../../lib/flows/ports/store.ts'
import type { Tokens } from '../../lib/flows/ports/tokens.ts'
import type { StagePolicy } from '../../lib/flows/ports/world.ts'
import { confirmVerification, startVerification } from '../../lib/flows/verification.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { leave } from './kept.ts'
import { recovered } from './memory-deactivations.ts'
import { email, memberOf, sure } from './people.ts'
import { type PlainProofs, plainLimits, plainProofs } from './plain-limits.ts'
import { plainCode } from './plain-tokens.ts'
import { openWorld, type TestWorld } from './world.ts'

/** A world in which people sign in by e-mail address, password and code. */
export interface AddressWorld extends TestWorld {
  readonly proofs: PlainProofs
  /** The counted limits in order: `name key`. */
  readonly spent: string[]
  /** The work with passwords, in order. */
  readonly work: ('hash' | 'verify' | 'verifyNothing')[]
  readonly sent: TestWorld['mailed']
  readonly passwordHashes: Map<MemberId, string>
  readonly consented: Map<MemberId, Consent[]>
  /** Adds a member. Gives the member. */
  settle(member: Member, password?: string): Member
  /** Requests and confirms a code. Gives the verification token. */
  prove(address: string, purpose: VerificationPurpose): Promise<string>
}

/** An imported member: a password, and an unverified address. */
export const importedMember = (address: string, more: Partial<Member> = {}): Member =>
  memberOf('none', {
    email: { value: email(address), verified: false, imported: true },
    ways: ['password'],
    imported: true,
    neverProven: true,
    ...more,
  })

/** A member who verified an address and has a password. */
export const memberByEmail = (address: string, more: Partial<Member> = {}): Member =>
  memberOf('none', { email: { value: email(address), verified: true }, ways: ['password', 'email'], ...more })

/** A hash of an old system. */
export const oldHash = (password: string): string => `of old ${password}`

const plainHash = (password: string): string => `plainly ${password}`

/** A new world without any member. */
export function openAddressWorld(more: Partial<StagePolicy> = {}): AddressWorld {
  const base = openWorld(more)
  const { spent, ...limits } = plainLimits()
  const proofs = plainProofs((message) => leave(base.kept, [message]))
  const work: AddressWorld['work'] = []
  const sent = base.mailed
  const passwordHashes: AddressWorld['passwordHashes'] = new Map()
  const consented: AddressWorld['consented'] = new Map()
  const rooms = { base, proofs, passwordHashes, consented }
  const world: AddressWorld = {
    ...base,
    limits,
    spent,
    verifications: proofs,
    proofs,
    work,
    sent,
    passwordHashes,
    consented,
    tokens: { ...base.tokens, verification: verificationTokens(base) },
    hashes: { hash: (purpose, value) => secrets.hash(`${purpose} ${value}`) },
    passwords: {
      async hash(password) {
        work.push('hash')
        return plainHash(password)
      },
      async verify(password, hash) {
        work.push('verify')
        return hash === plainHash(password) || hash === oldHash(password)
      },
      renew: async (password, hash) => (hash === oldHash(password) ? plainHash(password) : undefined),
      async verifyNothing() {
        work.push('verifyNothing')
        return false
      },
    },
    members: { ...base.members, ...membersIn(rooms) },
    sessions: { ...base.sessions, ...sessionsIn(rooms) },
    registrations: registrationsIn(rooms),
    settle(member, password) {
      base.kept.members.set(member.id, member)
      if (password !== undefined) passwordHashes.set(member.id, plainHash(password))
      return member
    },
    prove: (address, purpose) => prove(world, address, purpose),
  }
  return world
}

interface Rooms {
  readonly base: TestWorld
  readonly proofs: PlainProofs
  readonly passwordHashes: Map<MemberId, string>
  readonly consented: Map<MemberId, Consent[]>
}

function verificationTokens({ clock }: TestWorld): Tokens['verification'] {
  type Names = Parameters<Tokens['verification']['issue']>[0]
  const book = new Map<string, { readonly names: Names; readonly until: number }>()
  return {
    async issue(names) {
      const token = `verification-${secrets.random()}`
      book.set(token, { names, until: clock.now().getTime() + 600_000 })
      return { token, expiresIn: 600 }
    },
    async read(token) {
      const entry = book.get(token)
      if (entry === undefined || entry.until <= clock.now().getTime()) throw new Problem('invalid_token')
      return entry.names
    },
  }
}

const ownersOf = ({ base }: Rooms, { channel, value }: Address): readonly Member[] =>
  [...base.kept.members.values()].filter(
    (member) => (channel === 'email' ? member.email : member.phone)?.value === value,
  )
const ownerOf = (rooms: Rooms, address: Address): Member | undefined => ownersOf(rooms, address)[0]

function membersIn(
  rooms: Rooms,
): Pick<
  Members,
  | 'findByAddress'
  | 'findAllByAddress'
  | 'passwordHash'
  | 'recover'
  | 'renewPasswordHash'
  | 'consents'
  | 'addConsents'
> {
  const { base, proofs, passwordHashes, consented } = rooms
  const { kept } = base
  return {
    async findByAddress(address) {
      const member = ownerOf(rooms, address)
      if (member === undefined) return undefined
      const passwordHash = passwordHashes.get(member.id)
      return { member, ...(passwordHash === undefined ? {} : { passwordHash }) }
    },
    findAllByAddress: async (address) =>
      ownersOf(rooms, address).map((member) => ({
        member,
        ...defined({ passwordHash: passwordHashes.get(member.id) }),
      })),
    passwordHash: async (id) => passwordHashes.get(id),
    async recover({ member: { id, version }, after, proof, session, messages }) {
      const member = kept.members.get(id)
      if (member?.version !== version) return 'conflict'
      if (!proofs.use(proof)) return 'used'
      const { credentialsVersion } = session
      kept.members.set(id, { ...recovered(member, after), version: version + 1, credentialsVersion })
      passwordHashes.delete(id)
      for (const held of kept.sessions.values()) if (held.memberId === id) kept.sessions.delete(held.id)
      kept.sessions.set(session.id, session)
      leave(kept, messages)
      return 'recovered'
    },
    async renewPasswordHash(id, from, to) {
      if (passwordHashes.get(id) === from) passwordHashes.set(id, to)
    },
    consents: async (id) => consented.get(id) ?? [],
    async addConsents({ memberId, sessionId }, { consents: added, agreements }, now) {
      const member = kept.members.get(memberId)
      const session = kept.sessions.get(sessionId)
      if (member?.status !== 'active' || session === undefined || !isAlive(session, member, now)) {
        return 'session_ended'
      }
      consented.set(memberId, [...(consented.get(memberId) ?? []), ...added])
      const all = [...new Set([...(member.agreements ?? []), ...agreements])]
      kept.members.set(memberId, { ...member, agreements: all })
      return 'added'
    },
  }
}

const sessionsIn = ({ base, proofs }: Rooms): Pick<Sessions, 'openByCode'> => ({
  async openByCode(session, way, proof) {
    const member = base.kept.members.get(session.memberId)
    if (member === undefined) return { kind: 'conflict' }
    if (member.status !== 'active') return { kind: 'not_active', member }
    if (!member.ways.includes(way)) return { kind: 'conflict' }
    if (!proofs.use(proof)) return { kind: 'used' }
    base.kept.sessions.set(session.id, session)
    return { kind: 'opened' }
  },
})

function registrationsIn(rooms: Rooms): Registrations {
  const { base, proofs, passwordHashes, consented } = rooms
  return {
    async complete(registration, now) {
      const { member, basis, session } = registration
      if (basis.kind !== 'address') return base.registrations.complete(registration, now)
      const [proof] = registration.proofs
      const contactOwner = ownerOf(rooms, sure(proof).address)
      if (contactOwner !== undefined && registration.releases === undefined)
        return { kind: 'contact_claimed' }
      if (!proofs.use(sure<ProvenAddress>(proof))) return { kind: 'used' }
      if (contactOwner !== undefined) base.kept.members.set(contactOwner.id, withoutEmail(contactOwner))
      base.kept.members.set(member.id, member)
      base.kept.sessions.set(session.id, session)
      passwordHashes.set(member.id, basis.passwordHash)
      consented.set(member.id, [...registration.consents])
      base.kept.registrations.push(registration)
      leave(base.kept, registration.messages)
      return { kind: 'registered' }
    },
  }
}

function withoutEmail({ email: _, ...member }: Member): Member {
  return member
}

/** The code in the last message. */
export function codeIn({ kept }: AddressWorld): string {
  const { of, id } = sure(kept.messages.at(-1), 'message')
  if (of !== 'code') throw new Error(`no code but ${of}`)
  return plainCode(id)
}

async function prove(world: AddressWorld, text: string, purpose: VerificationPurpose): Promise<string> {
  const address = { channel: 'email', value: email(text) } as const
  const started = await startVerification(world, { address, purpose, locale: 'ko', source: '198.51.100.7' })
  const response = { verificationId: started.verificationId, code: codeIn(world) }
  return (await confirmVerification(world, response)).verificationToken
}
