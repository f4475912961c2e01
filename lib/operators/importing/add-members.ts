import { setTimeout } from 'node:timers/promises'
import { Problem } from '../../domain/values/problem.ts'
import type { Importation, ImportResult, Imports } from '../../flows/ports/store/operators/imports.ts'
import { type ImportedPassword, storedFormOf } from '../../passwords/imported/imported-password.ts'
import { importationOf, type MemberRow, queueKeysOf } from './importation.ts'
import { keyedQueue } from './keyed-queue.ts'
import type { Fault } from './reading/record.ts'
import type { RecordOutcome } from './record-outcome.ts'
import { hasLead, type OldMember, withoutIdentityAt } from './understanding/old-member.ts'

/**
 * Writes members, those with a value in common in the order of the file. An identity or a login ID of another member is left out,
 * and its fault told; a member to whom nothing else leads is rejected.
 */
export function memberAdder(imports: Imports, memberParts: MemberRow) {
  const runInOrder = keyedQueue()
  return async function add(member: OldMember, faults: readonly Fault[]): Promise<RecordOutcome> {
    const { externalId } = member
    const importation = importationOf(member, memberParts)
    const result = await runInOrder(queueKeysOf(importation), () =>
      write(imports, importation, member.password),
    )
    if (result.kind === 'imported' || result.kind === 'there') return { ...result, externalId, faults }
    const { rest, taken } = withoutTaken(member, result)
    return hasLead(rest)
      ? add(rest, [...faults, taken])
      : { kind: 'rejected', externalId, faults: [taken, ...faults] }
  }
}

/** The member without a value that another member has, and the fault. */
function withoutTaken(
  member: OldMember,
  result: Exclude<ImportResult, { kind: 'imported' | 'there' }>,
): { readonly rest: OldMember; readonly taken: Fault } {
  switch (result.kind) {
    case 'login_id_taken': {
      const { loginId: _, ...rest } = member
      return { rest, taken: { pointer: '/loginId', detail: 'belongs to another member' } }
    }
    case 'identity_taken': {
      const taken = { pointer: `/identities/${result.index}`, detail: 'is linked to another member' }
      return { rest: withoutIdentityAt(member, result.index), taken }
    }
    default:
      return result satisfies never
  }
}

/** Writes a member with the password's hash. A hash that takes time is made for newcomers only. */
async function write(
  imports: Imports,
  importation: Importation,
  password: ImportedPassword | undefined,
): Promise<ImportResult> {
  if (password === undefined) return addWithRetry(imports, importation)
  if (password.kind !== 'strong' && (await imports.has(importation.member.id))) return { kind: 'there' }
  return addWithRetry(imports, { ...importation, passwordHash: await storedFormOf(password) })
}

/** Half a minute of pauses in all for a busy table. */
const pausesMs = [500, 1000, 2000, 4000, 8000, 15_000]

async function addWithRetry(imports: Imports, importation: Importation): Promise<ImportResult> {
  for (const pause of pausesMs) {
    try {
      return await imports.add(importation)
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'unavailable')) throw error
      await setTimeout(pause)
    }
  }
  return imports.add(importation)
}
