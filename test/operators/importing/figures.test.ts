import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import { type ImportOptions, importFile } from '../../../lib/operators/importing/import-file.ts'
import { importJson, importText } from '../../../lib/operators/importing/report/import-report.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { importsIn } from '../../../lib/store/operators/imports.ts'
import { defaultRetryPolicy } from '../../../lib/store/table/retry.ts'
import { plainHashes } from '../../support/database.ts'
import { plainOptions } from '../../support/import-options.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-figures-'))
afterAll(() => rm(folder, { recursive: true }))

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'none' }))
const place = { client, tableName: 'none', retryPolicy: defaultRetryPolicy }

/** A table of its own, and imports into it. */
function house() {
  const table = memoryTable()
  const imports = importsIn(table, place, plainHashes)
  const destination = { hashes: plainHashes, record: ids.record, tableId: 't', timeZone: 'Asia/Seoul' }
  const now = () => new Date('2026-11-22T10:00:00Z')
  return async (file: string, options: Partial<ImportOptions> = {}) => {
    const chosen = { ...plainOptions, ...options, file }
    const imported = await importFile({ ...destination, imports, now }, { ...chosen, atOnce: 8 })
    const reported = { ...imported, ...chosen }
    const json: unknown = JSON.parse(importJson(reported))
    return { text: importText(reported, 'en'), korean: importText(reported, 'ko'), json }
  }
}

const header = 'externalId,email,name,phone,loginId,identities\n'
async function fileOf(name: string, rows: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, `${header}${rows}`)
  return file
}

const warningsOf = async (file: string): Promise<readonly unknown[]> =>
  (await readFile(`${file}.warnings.jsonl`, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

describe('the figures of an import', () => {
  it('tell of each run where the warnings stand, and whose contact another member had', async () => {
    const run = house()
    const file = await fileOf(
      'again.csv',
      'r1,r@example.com,김하나,02-123-4567,,\nr2,r@example.com,김둘,,,\nr3,r@example.com,김셋,,,\nr4,r4@example.com\n',
    )
    const first = await run(file)
    expect(first.text).toContain('brought a contact, a CI or a DI that another member had already 2')
    expect(first.korean).toContain('먼저 들어온 다른 회원의 것이기도 한 회원 2')
    for (const updates of [false, true]) {
      const { text, json } = await run(file, { updates })
      expect(text).toMatch(/^imported 0, there already 4, rejected 0\n/)
      expect(text).toContain(`without a value that was not understood 1, see ${file}.warnings.jsonl`)
      expect(text).toContain(`which count as empty 1, see ${file}.warnings.jsonl`)
      expect(json).toMatchObject({ warned: 1, short: 1, warnings: `${file}.warnings.jsonl` })
      expect(await warningsOf(file)).toHaveLength(2)
    }
  })
})
