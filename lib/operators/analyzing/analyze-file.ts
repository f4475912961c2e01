import { isSubject } from '../../domain/values/identity.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import { readStoredHash } from '../../passwords/stored-hash.ts'
import { type OldMember, readOldMember } from '../importing/old-member.ts'
import { readFile } from '../importing/read-file.ts'
import { importedMemberId } from '../member-id.ts'
import { type Alike, alikeKinds, Tally } from './tally.ts'
import { type Cast, rowOfVisit } from './visit.ts'

/** One way to decide who is who, and in which row how many members would land under it. */
export interface Choice {
  readonly policy: MatchPolicy
  readonly rows: ReadonlyMap<number, number>
}

/** What an import of a file would bring, and what a policy would make of it. */
export interface Analysis {
  readonly members: number
  readonly rejected: number
  /** Members who have something that others have as well. */
  readonly alike: Readonly<Record<Alike, number>>
  readonly unverified: { readonly email: number; readonly phone: number; readonly nothingVerified: number }
  /** Members whom nothing lets in once what they share is nobody's own. */
  readonly withoutWay: number
  /** Hashes by what they cost. */
  readonly hashes: ReadonlyMap<string, number>
  /** The policy in force first, then what could be chosen instead. */
  readonly choices: readonly Choice[]
}

/** What could be chosen instead of a policy. */
function choicesBeside(policy: MatchPolicy): readonly MatchPolicy[] {
  const { full, consider } = policy
  const withName: MatchPolicy = consider.includes('name')
    ? { ...policy, consider: consider.filter((item) => item !== 'name') }
    : { ...policy, consider: [...consider, 'name'] }
  const withPhone: MatchPolicy = full.includes('phone')
    ? { ...policy, full: full.filter((item) => item !== 'phone' || full.length === 1) }
    : { ...policy, full: [...full, 'phone'] }
  const byPhone: MatchPolicy = { ...policy, full: ['phone', 'name'] }
  return [policy, withName, withPhone, byPhone]
}

function nobody(): Cast {
  const subject = 'nobody'
  if (!isSubject(subject)) throw new Error('unreachable: that is a subject')
  return {
    identity: { provider: 'kakao', subject },
    self: importedMemberId('self'),
    other: importedMemberId('other'),
  }
}

/** Reads the members of a file that would be imported, one after the other. */
async function* membersOf(file: string, ignoresUnknown: boolean): AsyncGenerator<OldMember | 'rejected'> {
  const now = new Date(0)
  for await (const { content } of readFile(file, { ignoresUnknown })) {
    const read = content.kind === 'fields' ? readOldMember(content.fields, now) : undefined
    yield read?.kind === 'member' ? read.member : 'rejected'
  }
}

const raise = <Key>(counts: Map<Key, number>, key: Key): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/** Whether anything lets a member in when what it shares is nobody's own. */
function hasWay(member: OldMember, tally: Tally): boolean {
  const ownEmail = member.email !== undefined && !tally.isShared(member, 'email')
  const ownPhone = member.phone !== undefined && !tally.isShared(member, 'phone')
  return member.ways.some((way) => {
    if (way === 'password') return ownEmail || ownPhone
    return way === 'email' ? ownEmail : way === 'phone' ? ownPhone : true
  })
}

/**
 * Looks at a file as an import and a policy would, and writes nothing: once to count what several have, and once
 * more to decide about each.
 */
export async function analyzeFile(
  file: string,
  policy: MatchPolicy,
  { ignoresUnknown }: { readonly ignoresUnknown: boolean },
): Promise<Analysis> {
  const tally = new Tally()
  for await (const member of membersOf(file, ignoresUnknown)) {
    if (member !== 'rejected') tally.add(member)
  }
  const cast = nobody()
  const choices = choicesBeside(policy).map((one) => ({ policy: one, rows: new Map<number, number>() }))
  const hashes = new Map<string, number>()
  const alike: Record<Alike, number> = { email: 0, phone: 0, name: 0, 'name+birth': 0 }
  const unverified = { email: 0, phone: 0, nothingVerified: 0 }
  const totals = { members: 0, rejected: 0, withoutWay: 0 }
  for await (const member of membersOf(file, ignoresUnknown)) {
    if (member === 'rejected') {
      totals.rejected += 1
      continue
    }
    totals.members += 1
    for (const kind of alikeKinds) if (tally.isAlike(member, kind)) alike[kind] += 1
    if (member.email?.verified === false) unverified.email += 1
    if (member.phone?.verified === false) unverified.phone += 1
    if (!member.email?.verified && !member.phone?.verified) unverified.nothingVerified += 1
    if (!hasWay(member, tally)) totals.withoutWay += 1
    const cost = member.passwordHash && readStoredHash(member.passwordHash)?.cost
    if (cost) raise(hashes, cost)
    for (const choice of choices) raise(choice.rows, rowOfVisit(member, tally, choice.policy, cast))
  }
  return { ...totals, alike, unverified, hashes, choices }
}
