import type { Identity } from '../../domain/values/identity.ts'
import { loginIdKey } from '../../domain/values/login-id.ts'
import { FirstLines } from '../importing/first-lines.ts'
import type { Fault, FileRecord } from '../importing/reading/record.ts'
import { hasLead, type OldMember, withoutIdentityAt } from '../importing/understanding/old-member.ts'
import type { ValueRules } from '../importing/understanding/rules.ts'
import { understoodMember } from '../importing/understood-member.ts'

/** A record as an import into an empty table would treat it. */
export interface AnalyzedRecord {
  readonly line: number
  /** Absent for a rejected record, and for one with the id of an earlier record. */
  readonly member?: OldMember
  /** An earlier record has the id. Nothing else of the record counts. */
  readonly repeats?: true
  readonly faults: readonly Fault[]
}

/** The values that one member of a file has alone, as texts: the first record keeps each. */
const loginOf = ({ loginId }: OldMember): string | undefined =>
  loginId === undefined ? undefined : `login ${loginIdKey(loginId)}`
const identityText = ({ provider, subject }: Identity): string => `identity ${provider} ${subject}`

/** The member without a login ID and identities of earlier members, and the faults. */
function withoutTaken(
  member: OldMember,
  firsts: FirstLines,
): { readonly rest: OldMember; readonly taken: readonly Fault[] } {
  const login = loginOf(member)
  const isLoginTaken = login !== undefined && firsts.of(login) !== undefined
  const { loginId: _, ...others } = member
  let rest: OldMember = isLoginTaken ? others : member
  const taken: Fault[] = isLoginTaken ? [{ pointer: '/loginId', detail: 'belongs to another member' }] : []
  for (const [index, identity] of member.identities.entries()) {
    if (firsts.of(identityText(identity)) === undefined) continue
    taken.push({ pointer: `/identities/${index}`, detail: 'is linked to another member' })
    rest = withoutIdentityAt(rest, rest.identities.indexOf(identity))
  }
  return { rest, taken }
}

/** Understands the records of a file in their order, as an import into an empty table does. */
export function recordAnalyzer(rules: ValueRules, strict: boolean): (record: FileRecord) => AnalyzedRecord {
  const firsts = new FirstLines()
  return (record) => {
    const { line } = record
    const understood = understoodMember(record, rules, strict)
    if (understood.kind === 'rejected') return { line, faults: understood.faults }
    const { member, faults } = understood
    if (firsts.of(`id ${member.externalId}`) !== undefined) return { line, repeats: true, faults: [] }
    const { rest, taken } = withoutTaken(member, firsts)
    if (!hasLead(rest)) return { line, faults: [...taken, ...faults] }
    const login = loginOf(rest)
    for (const value of [
      `id ${rest.externalId}`,
      ...(login === undefined ? [] : [login]),
      ...rest.identities.map(identityText),
    ])
      firsts.note(value, line)
    return { line, member: rest, faults: [...faults, ...taken] }
  }
}
