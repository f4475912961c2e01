import { stat } from 'node:fs/promises'
import { UnusableFile } from './unusable-file.ts'

/** A format that can be imported. */
export type FileFormat = 'csv' | 'jsonl' | 'xlsx'

const formats: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.(csv|tsv|tab|txt)$/i, 'csv'],
  [/\.(jsonl|ndjson)$/i, 'jsonl'],
  [/\.xlsx$/i, 'xlsx'],
]

/** The format of a file by its name. Throws `UnusableFile`. */
export function formatOf(file: string): FileFormat {
  const [, format] = formats.find(([name]) => name.test(file)) ?? []
  if (format !== undefined) return format
  throw new UnusableFile(
    `${file}: the name must end in .csv, .tsv, .txt, .jsonl or .xlsx.` +
      (/\.xls$/i.test(file)
        ? ' Save the old Excel file as .xlsx'
        : /\.json$/i.test(file)
          ? " A JSON array becomes such a file by jq -c '.[]' old.json > old.jsonl"
          : ''),
  )
}

/**
 * Checks what can be told of a file before anything is opened: that it is there, is no folder, and has a name of a known
 * format. Throws `UnusableFile`, and the system's error that names the file.
 */
export async function checkFile(file: string): Promise<void> {
  if ((await stat(file)).isDirectory()) throw new UnusableFile(`${file} is a folder, and a file is needed`)
  formatOf(file)
}
