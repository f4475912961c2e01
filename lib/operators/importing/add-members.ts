import { setTimeout } from 'node:timers/promises'
import { defined } from '../../domain/values/defined.ts'
import { sameIdentity } from '../../domain/values/identity.ts'
import { Problem } from '../../domain/values/problem.ts'
import type {
  BringingImports,
  BroughtBefore,
  Importation,
  ImportResult,
} from '../../flows/ports/store/operators/imports.ts'
import type { ImportedPassword } from '../../passwords/imported/imported-password.ts'
import type { FirstLines } from './first-lines.ts'
import { importationOf, type MemberRow, queueKeysOf } from './importation.ts'
import { keyedQueue } from './keyed-queue.ts'
import { newHashOf, type PasswordHashing } from './password-hashing.ts'
import type { FieldName } from './reading/fields.ts'
import type { Fault } from './reading/record.ts'
import type { RecordOutcome } from './record-outcome.ts'
import { renewalOf } from './renewal.ts'
import { hasLead, type OldMember, withoutIdentityAt } from './understanding/old-member.ts'

/** A member of a file, with the faults of values that were left out. */
interface ReadMember {
  readonly member: OldMember
  readonly faults: readonly Fault[]
  readonly written: ReadonlySet<FieldName>
}

/** How the members of a file are written. */
interface AddingOptions {
  /** Renews members who are there. */
  readonly updates: boolean
  /** The import goes on after an interruption, so it may have written some of the next records. */
  readonly resumes: boolean
  /** The ids of earlier records. Is told those of the next ones. */
  readonly firsts: FirstLines
  readonly hashing: PasswordHashing
}

/**
 * Writes members, those with a value in common in the order of the file. The first record of an id counts, and a later one
 * repeats it. An identity or a login ID of another member is left out, and its fault told; a member to whom nothing else
 * leads is rejected. With `updates`, a member who is there and as an import made it is renewed. A record that the
 * import wrote before an interruption has the outcome that it had then.
 */
export function memberAdder(
  imports: BringingImports,
  memberParts: MemberRow,
  { updates, resumes, firsts, hashing }: AddingOptions,
) {
  const runInOrder = keyedQueue()

  async function bring(
    record: { readonly whole: OldMember; readonly line: number },
    read: ReadMember,
    importation: Importation,
  ): Promise<RecordOutcome> {
    const { member, faults } = read
    const { externalId } = member
    const added = await write(imports, importation, member.password, hashing)
    const before = added.kind === 'there' && resumes ? await imports.broughtBefore(importation) : undefined
    if (before?.kind === 'imported') return importedBefore(read, before)
    if (before?.kind === 'rejected') return rejectedBefore(read)
    const renewed =
      updates && added.kind === 'there' ? await renew(imports, importation, read, hashing) : added
    const isDone = renewed.kind === 'there' || renewed.kind === 'left_alone'
    const result = isDone && before !== undefined ? before : renewed
    if (result.kind !== 'identity_taken' && result.kind !== 'login_id_taken')
      return { ...result, externalId, faults }
    const { rest, taken } = withoutTaken(member, result, record.whole)
    return hasLead(rest)
      ? bring(
          record,
          { ...read, member: rest, faults: [...faults, taken] },
          importationOf(rest, memberParts, record.line),
        )
      : { kind: 'rejected', externalId, faults: [taken, ...faults] }
  }

  return (read: ReadMember, line: number): Promise<RecordOutcome> => {
    const { externalId } = read.member
    const importation = importationOf(read.member, memberParts, line)
    return runInOrder(queueKeysOf(importation), async () => {
      const first = firsts.of(externalId)
      if (first !== undefined) return repeated(externalId, first)
      const outcome = await bring({ whole: read.member, line }, read, importation)
      if (outcome.kind !== 'rejected') firsts.note(externalId, line)
      return outcome
    })
  }
}

/** The outcome of a record that the import wrote before an interruption, with the faults of what others had. */
const importedBefore = (
  { member: { externalId }, faults }: ReadMember,
  { shares, withoutLoginId, withoutIdentities }: Extract<BroughtBefore, { kind: 'imported' }>,
): RecordOutcome => ({
  kind: 'imported',
  shares,
  externalId,
  faults: [...faults, ...(withoutLoginId ? [takenLoginId] : []), ...withoutIdentities.map(takenIdentity)],
})

/** The outcome of a record that brought nobody before an interruption, since its login ID and its identities were of others. */
function rejectedBefore({ member, faults }: ReadMember): RecordOutcome {
  const taken = [
    ...(member.loginId === undefined ? [] : [takenLoginId]),
    ...member.identities.map((_, place) => takenIdentity(place)),
  ]
  return {
    kind: 'rejected',
    externalId: member.externalId,
    faults: [...taken.slice(-1), ...faults, ...taken.slice(0, -1)],
  }
}

const takenLoginId: Fault = { pointer: '/loginId', detail: 'belongs to another member' }

const takenIdentity = (place: number): Fault => ({
  pointer: `/identities/${place}`,
  detail: 'is linked to another member',
})

/** The outcome of a record with the id of an earlier one. Nothing else of it counts. */
const repeated = (externalId: string, first: number): RecordOutcome => ({
  kind: 'repeated',
  externalId,
  faults: [{ pointer: '/externalId', detail: `repeats the externalId of line ${first}` }],
})

type WriteResult = ImportResult | { readonly kind: 'renewed' | 'left_alone' }

/** Renews a member who is there. */
async function renew(
  imports: BringingImports,
  importation: Importation,
  { member, written }: ReadMember,
  hashing: PasswordHashing,
): Promise<WriteResult> {
  const result = await imports.renew(importation.member.id, async (existing, regained) => {
    const passwordHash = await newHashOf(member.password, existing.passwordHash, hashing)
    return renewalOf(existing, { importation, written, ...defined({ passwordHash }) }, regained)
  })
  if (result.kind === 'unchanged') return { kind: 'there' }
  if (result.kind !== 'identity_taken') return result
  const index = member.identities.findIndex((one) => sameIdentity(one, result.identity))
  return { kind: 'identity_taken', index }
}

/** The member without a value that another member has, and the fault, by the place in the whole record. */
function withoutTaken(
  member: OldMember,
  result: Extract<ImportResult, { kind: 'identity_taken' | 'login_id_taken' }>,
  whole: OldMember,
): { readonly rest: OldMember; readonly taken: Fault } {
  switch (result.kind) {
    case 'login_id_taken': {
      const { loginId: _, ...rest } = member
      return { rest, taken: takenLoginId }
    }
    case 'identity_taken': {
      const [identity] = member.identities.slice(result.index)
      const place = identity === undefined ? result.index : whole.identities.indexOf(identity)
      return { rest: withoutIdentityAt(member, result.index), taken: takenIdentity(place) }
    }
    default:
      return result satisfies never
  }
}

/** Writes a member with the password's hash. A hash that takes time is made for newcomers only. */
async function write(
  imports: BringingImports,
  importation: Importation,
  password: ImportedPassword | undefined,
  { isCostly, storedForm }: PasswordHashing,
): Promise<ImportResult> {
  if (password === undefined) return addWithRetry(imports, importation)
  if (isCostly(password) && (await imports.has(importation.member.id))) return { kind: 'there' }
  return addWithRetry(imports, { ...importation, passwordHash: await storedForm(password) })
}

/** Half a minute of pauses in all for a busy table. */
const pausesMs = [500, 1000, 2000, 4000, 8000, 15_000]

async function addWithRetry(imports: BringingImports, importation: Importation): Promise<ImportResult> {
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
