import { importedMemberId } from '../../contacts/imported-member-id.ts'
import type { JudgedAt } from '../../domain/leads/lead.ts'
import { defined } from '../../domain/values/defined.ts'
import { isSubject } from '../../domain/values/identity.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import type { FileOptions } from '../importing/file-options.ts'
import { readFile } from '../importing/reading/read-file.ts'
import { UnfinishedFile } from '../importing/reading/unusable-file.ts'
import type { OldMember } from '../importing/understanding/old-member.ts'
import { type AnalyzedRecord, recordAnalyzer } from './analyzed-record.ts'
import { type Findings, FindingsCollector } from './findings.ts'
import { kindOfHash } from './kind-of-hash.ts'
import { Tally } from './tally.ts'
import { type Cast, rowOfVisit } from './visit.ts'

/** One match policy, and the number of members in each row under it. */
interface Choice {
  readonly policy: MatchPolicy
  readonly rows: ReadonlyMap<number, number>
}

/** The result of importing a file, and of visits under match policies. */
export interface Analysis extends Findings {
  readonly unverified: { readonly email: number; readonly phone: number; readonly nothingVerified: number }
  /** Password hashes by cost, or by how a weak one was made. */
  readonly hashes: ReadonlyMap<string, number>
  /** The policy in force first, then the alternatives. */
  readonly choices: readonly Choice[]
  /** Where the file could not be read any further. */
  readonly unfinished?: UnfinishedFile
}

/** How a file is read and understood, and the time and rule by which leads are judged. */
export interface AnalysisOptions extends FileOptions {
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

/** Reads the records of a file one after the other. Where the file cannot be read any further, `onEnd` hears why. */
async function* recordsOf(
  file: string,
  { reading, words, strict, timeZone, at }: AnalysisOptions,
  onEnd: (unfinished: UnfinishedFile) => void,
): AsyncGenerator<AnalyzedRecord> {
  const analyze = recordAnalyzer({ now: at.now, timeZone, words }, strict)
  try {
    for await (const record of readFile(file, reading)) yield analyze(record)
  } catch (error) {
    if (!(error instanceof UnfinishedFile)) throw error
    onEnd(error)
  }
}

const increment = <Key>(counts: Map<Key, number>, key: Key): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/** The members of whom nothing is verified. */
function countUnverified(
  unverified: Record<keyof Analysis['unverified'], number>,
  { email, phone }: OldMember,
): void {
  if (email?.verified === false) unverified.email += 1
  if (phone?.verified === false) unverified.phone += 1
  if (!email?.verified && !phone?.verified) unverified.nothingVerified += 1
}

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
  let unfinished: UnfinishedFile | undefined
  const onEnd = (error: UnfinishedFile): void => {
    unfinished = error
  }
  for await (const { member } of recordsOf(file, options, onEnd)) if (member !== undefined) tally.add(member)
  const cast = analysisCast()
  const choices = alternativesTo(policy).map((alternative) => ({
    policy: alternative,
    rows: new Map<number, number>(),
  }))
  const hashes = new Map<string, number>()
  const unverified = { email: 0, phone: 0, nothingVerified: 0 }
  const findings = new FindingsCollector(tally, at)
  for await (const record of recordsOf(file, options, onEnd)) {
    findings.add(record)
    const { member } = record
    if (member === undefined) continue
    countUnverified(unverified, member)
    if (member.password !== undefined) increment(hashes, kindOfHash(member.password))
    for (const choice of choices) {
      increment(choice.rows, rowOfVisit(member, tally, { policy: choice.policy, at }, cast))
    }
  }
  return { ...findings.result(), unverified, hashes, choices, ...defined({ unfinished }) }
}
