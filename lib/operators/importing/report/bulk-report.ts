import type { Locale } from '../../../domain/values/locale.ts'
import type { BulkWritten } from '../bulk/bulk-file.ts'
import type { SpokenTexts } from './texts.ts'

/** What was written, with the file that describes the table. */
interface ReportedBulk extends BulkWritten {
  readonly table: string
}

const texts = {
  en: {
    counts: (written: number, left: number, rejected: number) =>
      `written ${written}, left for the import ${left}, rejected ${rejected}`,
    files: (folder: string, table: string) =>
      `the members are in ${folder}, and ${table} describes the table for aws dynamodb import-table`,
    next: 'import the same file into the new table afterwards: whoever is written is there already',
  },
  ko: {
    counts: (written: number, left: number, rejected: number) =>
      `파일에 쓴 회원 ${written}, import에 남겨 둔 회원 ${left}, 거절될 레코드 ${rejected}`,
    files: (folder: string, table: string) =>
      `회원은 ${folder} 폴더에 있고, aws dynamodb import-table에 줄 테이블 정의는 ${table} 파일에 있습니다`,
    next: '새 테이블을 만든 뒤 같은 파일로 import를 실행하세요. 파일에 쓴 회원은 이미 있는 회원으로 세고, 나머지를 가져옵니다',
  },
} as const satisfies SpokenTexts

/** The result of writing a bulk file as text for people, in their language. */
export function bulkText(
  { written, left, rejected, importId, folder, table }: ReportedBulk,
  locale: Locale,
): string {
  const text = texts[locale]
  const lines = [
    text.counts(written, left, rejected),
    `undo ${importId}`,
    text.files(folder, table),
    text.next,
  ]
  return lines.join('\n')
}
