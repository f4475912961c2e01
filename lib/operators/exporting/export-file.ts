import { open } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import type { Exports } from '../../flows/ports/store/operators/operations.ts'
import type { OperatorContext } from '../../flows/service/operator-context.ts'
import { withFormulaMark } from '../importing/reading/absent.ts'
import { fieldNames } from '../importing/reading/fields.ts'
import { UnusableFile } from '../importing/reading/unusable-file.ts'
import { withFileNamed } from '../named-file.ts'
import { type Exported, exportedOf } from './exported.ts'

/** The format of an export by the file's name. Throws `UnusableFile`. */
function exportFormatOf(file: string): 'csv' | 'jsonl' {
  if (/\.csv$/i.test(file)) return 'csv'
  if (/\.(jsonl|ndjson)$/i.test(file)) return 'jsonl'
  throw new UnusableFile(`${file}: the name must end in .csv or .jsonl`)
}

/** Without it, Excel takes UTF-8 for the encoding of the machine. */
const byteOrderMark = '\ufeff'

/** A field as a CSV cell that no spreadsheet runs as a formula. Lists and objects become JSON. */
const cellOf = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  return withFormulaMark(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** A member as a line in the file's format. */
function lineOf(format: 'csv' | 'jsonl', exported: Exported): string {
  if (format === 'jsonl') return `${JSON.stringify(exported)}\n`
  return stringify([fieldNames.map((name) => cellOf(exported[name]))])
}

/**
 * Writes every member to a new file that only its owner may read, one page in memory at a time. Records
 * `member.shown` for each member before the member leaves. Includes password hashes only on request. Gives
 * the number of members. Throws `UnusableFile` for an unknown format, and the system's error when the file
 * exists.
 */
export async function exportFile(
  { world, operations, exports, operator }: OperatorContext & { readonly exports: Exports },
  file: string,
  { withPasswords }: { readonly withPasswords: boolean },
): Promise<{ readonly exported: number }> {
  const format = exportFormatOf(file)
  const output = await open(file, 'wx', 0o600)
  const write = (text: string) => withFileNamed(file, () => output.appendFile(text))
  let exported = 0
  try {
    if (format === 'csv') await write(`${byteOrderMark}${stringify([[...fieldNames]])}`)
    for await (const page of exports.pages()) {
      const at = world.clock.now()
      const lines = await Promise.all(
        page.map(async (id) => {
          const found = await exports.findWhole(id)
          const line =
            found && exportedOf(found, found.consents, withPasswords ? found.passwordHash : undefined)
          if (found === undefined || line === undefined) return ''
          const event = { id: world.ids.record(), type: 'member.shown', at, operator } as const
          await operations.record([{ member: found.member, event }])
          exported += 1
          return lineOf(format, line)
        }),
      )
      await write(lines.join(''))
    }
  } finally {
    await output.close()
  }
  return { exported }
}
