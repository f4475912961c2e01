import { writeFile } from 'node:fs/promises'
import { writeBulkFile } from '../../operators/importing/bulk/bulk-file.ts'
import { bulkText } from '../../operators/importing/report/bulk-report.ts'
import { withFileNamed } from '../../operators/named-file.ts'
import { recordId } from '../../runtime/record-ids.ts'
import { tableDefinition } from '../../store/table/definition.ts'
import { fileOptionsOf, readableFile, type TypedCommand } from './file-command.ts'

/** What `aws dynamodb import-table` takes as the new table: the stage's, without the stream, which it cannot make. */
function tableParameters(tableName: string): string {
  const { StreamSpecification: _, ...parameters } = tableDefinition(tableName)
  return `${JSON.stringify(parameters, null, 2)}\n`
}

/** Writes the members of a file to files from which DynamoDB makes a new table. */
export async function runBulk(command: TypedCommand): Promise<void> {
  const { values, language, withStage } = command
  const file = await readableFile(command)
  const options = await fileOptionsOf(command)
  await withStage(async ({ store: { bulkRows }, world: { hashes, stage, clock } }) => {
    const source = { bulkRows, hashes, record: recordId, timeZone: stage.timeZone, now: clock.now }
    const written = await writeBulkFile(source, file, options)
    const table = `${file}.bulk.table.json`
    await withFileNamed(table, () => writeFile(table, tableParameters('ieum-members')))
    const reported = { ...written, table }
    console.log(values.json === true ? JSON.stringify(reported) : bulkText(reported, language('en')))
  })
}
