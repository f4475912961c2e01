import { exportFile } from '../../operators/exporting/export-file.ts'
import { commandWords } from '../members-options.ts'
import type { TypedCommand } from './file-command.ts'

/** Exports all members to a file. */
export async function runExport(command: TypedCommand): Promise<void> {
  const { values, argument, language, withStage } = command
  const file = argument('FILE')
  await withStage(async ({ world, store: { operations, exports } }) => {
    const context = { world, operations, exports, operator: command.operatorName() }
    const { exported } = await exportFile(context, file, { withPasswords: values['with-passwords'] === true })
    console.log(
      values.json === true
        ? JSON.stringify({ exported }, null, 2)
        : commandWords[language('en')].exported(exported, file),
    )
  })
}
