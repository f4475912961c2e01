import { validate as isUuid } from 'uuid'
import { importFile } from '../../operators/importing/import-file.ts'
import { meterFor } from '../../operators/importing/progress/meter.ts'
import { importJson, importText } from '../../operators/importing/report/import-report.ts'
import { undoText } from '../../operators/importing/report/undo-report.ts'
import { understoodBySize } from '../../operators/importing/understood-in-thread.ts'
import { undoImport } from '../../operators/importing/undo-import.ts'
import { recordId } from '../../runtime/record-ids.ts'
import { typedNumber } from '../members-options.ts'
import { fileOptionsOf, readableFile, type TypedCommand } from './file-command.ts'

/** More members at a time than this would wait for the table in memory. */
const atOnceOption = { name: '--at-once', fallback: 128, from: 1, to: 1000 } as const

/** Imports a file. Throws `UnfinishedFile` after what was imported before. */
export async function runImport(command: TypedCommand): Promise<void> {
  const { values, language, withStage } = command
  const atOnce = typedNumber(values['at-once'], atOnceOption)
  const [file, locale] = [await readableFile(command), language('en')]
  const checks = values.check === true
  const chosen = { ...(await fileOptionsOf(command)), file, checks, updates: values.update === true }
  await withStage(async ({ store, world, tableId, writeMuch }) => {
    const meter = await meterFor(file, process.stderr, locale)
    const { hashes, stage, clock } = world
    const destination = { imports: store.imports, hashes, record: recordId, tableId }
    const imported = await writeMuch(() =>
      importFile(
        { ...destination, timeZone: stage.timeZone, now: clock.now },
        { ...chosen, atOnce, onProgress: meter.show, understand: understoodBySize },
      ),
    ).finally(meter.stop)
    const reported = { ...imported, ...chosen }
    console.log(values.json === true ? importJson(reported) : importText(reported, locale))
    if (imported.unfinished !== undefined) throw imported.unfinished
  })
}

/** Takes back the members of an import. Throws an `Error` for an id that no member has. */
export async function runUndo({ values, argument, language, withStage }: TypedCommand): Promise<void> {
  const id = argument('ID')
  if (!isUuid(id)) throw new Error(`${id} is not the id of an import, which the import prints`)
  await withStage(async ({ store, writeMuch }) => {
    const undone = await writeMuch(() => undoImport(store.imports, id))
    if (undone.takenBack + undone.leftAlone === 0)
      throw new Error(`No member is of import ${id}: all are taken back already, or the id is of none`)
    console.log(values.json === true ? JSON.stringify(undone) : undoText(undone, language('en')))
  })
}
