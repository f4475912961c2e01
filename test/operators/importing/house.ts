import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll } from 'vitest'
import { importedMemberId } from '../../../lib/contacts/imported-member-id.ts'
import { type ImportOptions, importFile } from '../../../lib/operators/importing/import-file.ts'
import { importJson, importText } from '../../../lib/operators/importing/report/import-report.ts'
import {
  type UnderstandFile,
  understoodRecords,
} from '../../../lib/operators/importing/understood-records.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { importsIn } from '../../../lib/store/operators/importing/imports.ts'
import { findWhole } from '../../../lib/store/operators/whole-record.ts'
import { defaultRetryPolicy } from '../../../lib/store/table/retry.ts'
import { plainHashes } from '../../support/database.ts'
import { plainOptions } from '../../support/import-options.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'none' }))
const place = { client, tableName: 'none', retryPolicy: defaultRetryPolicy }

/** A table of its own, and imports into it. */
export function house() {
  const table = memoryTable()
  const imports = importsIn(table, place, plainHashes)
  const destination = { hashes: plainHashes, record: ids.record, tableId: 't', timeZone: 'Asia/Seoul' }
  const now = () => new Date('2026-11-22T10:00:00Z')
  const run = async (file: string, options: Partial<ImportOptions> = {}) => {
    const chosen = { ...plainOptions, atOnce: 8, ...options, file }
    const imported = await importFile({ ...destination, imports, now }, chosen)
    const reported = { ...imported, ...chosen }
    const json: unknown = JSON.parse(importJson(reported))
    return { text: importText(reported, 'en'), korean: importText(reported, 'ko'), json }
  }
  const nameOf = async (externalId: string) =>
    (await findWhole(table, importedMemberId(externalId)))?.member.name
  return { run, nameOf, table }
}

/** A folder of files for the tests of one file. */
export async function folderOfFiles() {
  const folder = await mkdtemp(join(tmpdir(), 'ieum-house-'))
  afterAll(() => rm(folder, { recursive: true }))
  return async (name: string, content: string | Buffer): Promise<string> => {
    const file = join(folder, name)
    await writeFile(file, content)
    return file
  }
}

/** The text of a log, empty where there is none. */
export const logOf = (file: string, log: 'rejects' | 'warnings'): Promise<string> =>
  readFile(`${file}.${log}.jsonl`, 'utf8').catch(() => '')

/** Reads a file as ever, until the process is killed after some records. */
export const killedAfter = (count: number): UnderstandFile =>
  async function* (understanding) {
    for await (const some of understoodRecords(understanding)) {
      if ((some[0]?.number ?? 0) > count) throw new Error('killed')
      yield some
    }
  }

/** Numbers below a bound in no order, the same for a seed. */
export function chance(seed: number): (below: number) => number {
  let state = seed + 1
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const columns = 'externalId,email,emailVerified,phone,phoneVerified,name,loginId,identities,ci'

/** A file of records whose ids, addresses, numbers, login IDs, identities and CI meet often. */
export function meetingRecords(seed: number, name: string, count = 620): string {
  const next = chance(seed)
  const maybe = (text: string): string => (next(3) === 0 ? text : '')
  const rows = Array.from({ length: count }, (_, index) => {
    const id = next(12) === 0 ? next(count) : index
    const email = next(4) === 0 ? `e${next(60)}@example.com` : maybe(`e${index + 100}@example.com`)
    const phone = maybe(next(2) === 0 ? `010-1234-${1000 + next(60)}` : '02-1-1')
    const identities = maybe(`kakao:${1 + next(80)};naver:n${next(99)}`)
    const ci = next(9) === 0 ? String(next(40)).padStart(86, 'c').concat('==') : ''
    return `i${id},${email},${next(2)},${phone},${next(2)},${name}${next(3)},${maybe(`login.${next(80)}`)},${identities},${ci}\n`
  })
  return `${columns}\n${rows.join('')}`
}

/** A file of members whose values nobody else wants. */
export const ownRecords = (count: number): string =>
  `${columns}\n${Array.from({ length: count }, (_, id) => `i${id},own${id}@example.com,1,,,이,,,\n`).join('')}`
