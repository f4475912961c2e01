import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { SeenValues } from '../../../domain/import/seen-values.ts'
import type { BulkRows } from '../../../flows/ports/store/operators/imports.ts'
import { storedFormOf } from '../../../passwords/imported/imported-password.ts'
import type { FileOptions } from '../file-options.ts'
import type { Destination } from '../import-file.ts'
import { importationOf, type MemberRow, queueKeysOf } from '../importation.ts'
import { withLock } from '../progress/lock.ts'
import { readFile } from '../reading/read-file.ts'
import { UnusableFile } from '../reading/unusable-file.ts'
import type { OldMember } from '../understanding/old-member.ts'
import { understoodMember } from '../understood-member.ts'
import { openBulkParts } from './bulk-parts.ts'

/** What writing a bulk file needs besides the file. */
export interface BulkSource extends Omit<Destination, 'imports' | 'tableId'> {
  readonly bulkRows: BulkRows
}

/** What became of the records of a file. Each is written, left for an import, or rejected by it. */
export interface BulkWritten {
  readonly written: number
  /** Members who share a value with another record. */
  readonly left: number
  readonly rejected: number
  /** The id by which the written members can be taken back. */
  readonly importId: string
  /** The folder of the files. */
  readonly folder: string
}

/** Members whose passwords are hashed at the same time. */
const atOnce = 64

/** Bits of a filter in which the values of a file are rarely taken for another: some 16 for each of its bytes' values. */
const bitsFor = (bytes: number): number =>
  2 ** Math.min(32, Math.max(25, Math.ceil(Math.log2(Math.max(1, bytes)))))

/** A member of a file, and the line where its record begins. */
interface PlacedMember {
  readonly member: OldMember
  readonly line: number
}

/** Reads the members of a file in its order. Undefined stands for a rejected record. Throws as `readFile` does. */
async function* membersIn(file: string, options: FileOptions, row: MemberRow, timeZone: string) {
  const rules = { now: row.startedAt, timeZone, words: options.words }
  for await (const record of readFile(file, options.reading)) {
    const understood = understoodMember(record, rules, options.strict)
    yield understood.kind === 'member' ? { member: understood.member, line: record.line } : undefined
  }
}

/** Which values occur in more than one record of a file. Never misses one, and takes few others for one. */
async function repeatedIn(
  members: AsyncIterable<PlacedMember | undefined>,
  row: MemberRow,
  bytes: number,
): Promise<Pick<SeenValues, 'has'>> {
  const [once, again] = [new SeenValues(bitsFor(bytes)), new SeenValues(bitsFor(bytes))]
  for await (const placed of members) {
    if (placed === undefined) continue
    for (const key of queueKeysOf(importationOf(placed.member, row))) if (once.add(key)) again.add(key)
  }
  return again
}

/** The rows of a member as an import would put them into an empty table. */
async function linesOf(
  { member, line }: PlacedMember,
  row: MemberRow,
  rows: BulkRows,
): Promise<readonly string[]> {
  const importation = importationOf(member, row, line)
  const { password } = member
  return rows.linesOf(
    password === undefined ? importation : { ...importation, passwordHash: await storedFormOf(password) },
  )
}

/**
 * Writes the members who share no value with another record to files of DynamoDB's own format, from which it makes a new
 * table. Reads the file twice. The folder has its name only when it is complete. Throws `UnusableFile` for a folder that
 * is there, for a file that cannot be read to its end, and while another command writes the folder.
 */
export const writeBulkFile = (source: BulkSource, file: string, options: FileOptions): Promise<BulkWritten> =>
  withLock(`${file}.bulk`, () => writeBulk(source, file, options))

async function writeBulk(
  { bulkRows, timeZone, now, hashes, record }: BulkSource,
  file: string,
  options: FileOptions,
): Promise<BulkWritten> {
  const [folder, unfinished] = [`${file}.bulk`, `${file}.bulk.unfinished`]
  if (await isThere(folder)) throw new UnusableFile(`${folder} is there already. Move it away`)
  const row: MemberRow = { hashes, record, startedAt: now(), importId: record() }
  const read = () => membersIn(file, options, row, timeZone)
  const repeated = await repeatedIn(read(), row, (await stat(file)).size)
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  const parts = openBulkParts(unfinished)
  const counts = { written: 0, left: 0, rejected: 0 }
  let inProgress: Promise<readonly string[]>[] = []
  const flush = async (): Promise<void> => {
    for (const lines of await Promise.all(inProgress)) await parts.write(lines)
    inProgress = []
  }
  for await (const placed of read()) {
    if (placed === undefined) counts.rejected += 1
    else if (queueKeysOf(importationOf(placed.member, row)).some((key) => repeated.has(key))) counts.left += 1
    else {
      counts.written += 1
      inProgress.push(linesOf(placed, row, bulkRows))
      if (inProgress.length === atOnce) await flush()
    }
  }
  await flush()
  await parts.close()
  await rename(unfinished, folder)
  return { ...counts, importId: row.importId, folder }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
