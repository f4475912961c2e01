import type { MemberStatus } from '../../lib/domain/member/member.ts'
import type { Candidate, Facts } from '../../lib/domain/visit/facts.ts'
import type { Row } from '../../lib/domain/visit/outcome.ts'
import {
  brought,
  checked,
  hasNamesake,
  isDisconnecting,
  isReturning,
  matched,
  matchesInFull,
  mustWait,
  ownMember,
  provenByCode,
  refusal,
  type Stranger,
  stranger,
} from './vocabulary.ts'

const isOther = (owner: ReturnType<typeof checked>): boolean => typeof owner === 'object'

const ownStateIs = (facts: Facts, ...states: readonly MemberStatus[]): boolean =>
  states.some((state) => ownMember(facts)?.status === state)

/** A stranger without a rejoin block: rows 4 to 13. */
function newcomer(facts: Facts): Stranger | undefined {
  const visitor = stranger(facts)
  return visitor === undefined || mustWait(visitor) ? undefined : visitor
}

/** The evidence points to exactly one member, in one of these states, to this degree. */
function pointsToOne(facts: Facts, how: 'full' | 'partial', ...states: readonly MemberStatus[]): boolean {
  const visitor = newcomer(facts)
  if (visitor === undefined) return false
  const [member, ...others] = matched(visitor)
  if (member === undefined || others.length > 0) return false
  return matchesInFull(visitor, member) === (how === 'full') && states.includes(member.status)
}

const matches = (facts: Facts): readonly Candidate[] | undefined => {
  const visitor = newcomer(facts)
  return visitor === undefined ? undefined : matched(visitor)
}

/** A newcomer without a matching member. */
const unmatched = (facts: Facts): Stranger | undefined =>
  matches(facts)?.length === 0 ? newcomer(facts) : undefined

/** A newcomer whom a code has proven to be a member in this state, who has not left for good. */
const isProven = (visitor: Stranger | undefined, state: MemberStatus): boolean =>
  visitor?.candidates.some(
    (member) => member.status === state && member.hasLeft !== true && provenByCode(visitor.evidence, member),
  ) === true

/** A newcomer who is nobody here, and is not proven to have left. */
function unknown(facts: Facts): Stranger | undefined {
  const visitor = unmatched(facts)
  return isProven(visitor, 'withdrawn') ? undefined : visitor
}

/** An unknown newcomer who refused no required item: rows 8, 11, 12, 13. */
function willing(facts: Facts): Stranger | undefined {
  const visitor = unknown(facts)
  return visitor?.refusedItems.length === 0 ? visitor : undefined
}

/** A willing newcomer who may be old enough: rows 8, 11, 12. */
function grown(facts: Facts): Stranger | undefined {
  const visitor = willing(facts)
  return visitor?.underAge === false ? visitor : undefined
}

/** A newcomer who may register, and whose name no member has: rows 11, 12. */
function nameless(facts: Facts): Stranger | undefined {
  const visitor = grown(facts)
  return visitor === undefined || hasNamesake(visitor) ? undefined : visitor
}

/**
 * The table of cases. Each row is a condition of its own, including the rows that come before it. The conditions
 * follow the description of the rows, not the code that decides.
 */
export const rows: Readonly<Record<Row, (facts: Facts) => boolean>> = {
  1: (facts) => isReturning(facts) && ownStateIs(facts, 'active'),
  2: (facts) => ownStateIs(facts, 'deactivated'),
  3: (facts) =>
    ownStateIs(facts, 'suspended') ||
    (pointsToOne(facts, 'full', 'suspended') && isProven(newcomer(facts), 'suspended')),
  4: (facts) => (unknown(facts)?.refusedItems ?? []).length > 0,
  5: (facts) => pointsToOne(facts, 'full', 'active'),
  6: (facts) => pointsToOne(facts, 'full', 'deactivated'),
  7: (facts) => pointsToOne(facts, 'partial', 'active'),
  8: (facts) => {
    const visitor = grown(facts)
    return visitor !== undefined && hasNamesake(visitor)
  },
  9: (facts) => (matches(facts) ?? []).length > 1,
  10: (facts) =>
    pointsToOne(facts, 'partial', 'deactivated', 'suspended') ||
    (pointsToOne(facts, 'full', 'suspended') && !isProven(newcomer(facts), 'suspended')),
  11: (facts) => nameless(facts)?.siblingConsent === true,
  12: (facts) => nameless(facts)?.siblingConsent === false,
  13: (facts) => willing(facts)?.underAge === true,
  14: (facts) => brought(facts, 'link') === 'nobody',
  15: (facts) => brought(facts, 'link') === 'self',
  16: (facts) => isOther(brought(facts, 'link')),
  17: (facts) => brought(facts, 'reauth') === 'self',
  18: (facts) => brought(facts, 'reauth') === 'nobody' || isOther(brought(facts, 'reauth')),
  19: (facts) => refusal(facts) === 'denied',
  20: (facts) => refusal(facts) === 'unavailable' || isDisconnecting(facts),
  21: (facts) => isOther(checked(facts)),
  22: (facts) => checked(facts) === 'nobody' || checked(facts) === 'self',
  23: (facts) => ownStateIs(facts, 'withdrawn', 'merged') || isProven(unmatched(facts), 'withdrawn'),
  24: (facts) => {
    const visitor = stranger(facts)
    return visitor !== undefined && mustWait(visitor)
  },
  25: (facts) => refusal(facts) === 'grant_invalid' || refusal(facts) === 'token_not_ours',
}

/** The numbers of all rows whose condition holds. A sound table gives exactly one. */
export const rowsThatHold = (facts: Facts): readonly number[] =>
  Object.entries(rows).flatMap(([row, holds]) => (holds(facts) ? [Number(row)] : []))
