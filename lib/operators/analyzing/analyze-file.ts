import type { JudgedAt } from '../../domain/leads/lead.ts'
import { canEnter } from '../../domain/leads/opens.ts'
import { isSubject } from '../../domain/values/identity.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import type { ImportedPassword } from '../../passwords/imported/imported-password.ts'
import type { FileOptions } from '../importing/import-file.ts'
import { readFile } from '../importing/reading/read-file.ts'
import type { OldMember } from '../importing/understanding/old-member.ts'
import { readOldMember } from '../importing/understanding/read-old-member.ts'
import { importedMemberId } from '../member-id.ts'
import { type Alike, alikeKinds, Tally } from './tally.ts'
import { type Cast, holderOf, rowOfVisit } from './visit.ts'

/** One match policy, and the number of members in each row under it. */
interface Choice {
  readonly policy: MatchPolicy
  readonly rows: ReadonlyMap<number, number>
}

/** The result of importing a file, and of visits under match policies. */
export interface Analysis {
  readonly members: number
  readonly rejected: number
  /** Members who share a value with others. */
  readonly alike: Readonly<Record<Alike, number>>
  readonly unverified: { readonly email: number; readonly phone: number; readonly nothingVerified: number }
  /** Members who could not sign in once shared contacts belong to nobody. */
  readonly withoutLoginMethod: number
  /** Password hashes by cost. */
  readonly hashes: ReadonlyMap<string, number>
  /** The policy in force first, then the alternatives. */
  readonly choices: readonly Choice[]
}

/** How a file is read and understood, and the time and rule by which leads are judged. */
export interface AnalysisOptions extends Omit<FileOptions, 'strict'> {
  readonly timeZone: string
  readonly at: JudgedAt
}

/** A policy and its alternatives. */
function alternativesTo(policy: MatchPolicy): readonly MatchPolicy[] {
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

function analysisCast(): Cast {
  const subject = 'nobody'
  if (!isSubject(subject)) throw new Error('unreachable: that is a subject')
  return {
    identity: { provider: 'kakao', subject },
    self: importedMemberId('self'),
    other: importedMemberId('other'),
  }
}

/** Reads the importable members of a file one after the other. */
async function* membersOf(
  file: string,
  { reading, words, timeZone, at }: AnalysisOptions,
): AsyncGenerator<OldMember | 'rejected'> {
  const rules = { now: at.now, timeZone, words }
  for await (const { content } of readFile(file, reading)) {
    const read = content.kind === 'fields' ? readOldMember(content, rules) : undefined
    yield read?.kind === 'member' ? read.member : 'rejected'
  }
}

/** A hash as the setting `oldPasswords` names it, or how a weak one was made. */
function kindOfHash(password: ImportedPassword): string {
  switch (password.kind) {
    case 'strong':
      return password.costs.join(' ')
    case 'plain':
      return 'plain'
    case 'weak':
      return `argon2id(${password.recipe.of})`
    default:
      return password satisfies never
  }
}

const increment = <Key>(counts: Map<Key, number>, key: Key): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/**
 * Analyses a file as an import and a policy would treat it, and writes nothing. Reads the file twice: first
 * to count shared values, then to classify each member. Takes the file, the policy in force and the options of
 * reading. Throws `UnusableFile` as `readFile` does.
 */
export async function analyzeFile(
  file: string,
  policy: MatchPolicy,
  options: AnalysisOptions,
): Promise<Analysis> {
  const { at } = options
  const tally = new Tally()
  for await (const member of membersOf(file, options)) {
    if (member !== 'rejected') tally.add(member)
  }
  const cast = analysisCast()
  const choices = alternativesTo(policy).map((alternative) => ({
    policy: alternative,
    rows: new Map<number, number>(),
  }))
  const hashes = new Map<string, number>()
  const alike: Record<Alike, number> = { email: 0, phone: 0, name: 0, 'name+birth': 0 }
  const unverified = { email: 0, phone: 0, nothingVerified: 0 }
  const totals = { members: 0, rejected: 0, withoutLoginMethod: 0 }
  for await (const member of membersOf(file, options)) {
    if (member === 'rejected') {
      totals.rejected += 1
      continue
    }
    totals.members += 1
    for (const kind of alikeKinds) if (tally.isAlike(member, kind)) alike[kind] += 1
    if (member.email?.verified === false) unverified.email += 1
    if (member.phone?.verified === false) unverified.phone += 1
    if (!member.email?.verified && !member.phone?.verified) unverified.nothingVerified += 1
    if (!canEnter(holderOf(member, tally), at)) totals.withoutLoginMethod += 1
    if (member.password !== undefined) increment(hashes, kindOfHash(member.password))
    for (const choice of choices) {
      increment(choice.rows, rowOfVisit(member, tally, { policy: choice.policy, at }, cast))
    }
  }
  return { ...totals, alike, unverified, hashes, choices }
}
