import type { Locale } from '../../../domain/values/locale.ts'
import type { Imported } from '../import-file.ts'
import { rejectsOf, warningsOf } from '../progress/checkpoint.ts'
import type { SpokenTexts } from './texts.ts'

/** What was imported, and how. */
export interface ReportedImport extends Imported {
  /** Nothing was written. */
  readonly checks: boolean
  readonly updates: boolean
}

/** The result of an import as one line of JSON, for other programs. */
export function importJson({
  logName,
  checks,
  updates,
  counts,
  importId,
  unfinished,
}: ReportedImport): string {
  return JSON.stringify({
    ...(checks && { checked: true }),
    imported: counts.imported,
    thereAlready: counts.there,
    rejected: counts.rejected,
    ...(counts.repeated > 0 && { repeated: counts.repeated }),
    sharing: counts.sharing,
    warned: counts.warned,
    ...(counts.short > 0 && { short: counts.short }),
    ...(updates && { renewed: counts.renewed, leftAlone: counts.leftAlone }),
    ...(!checks && { undo: importId }),
    finished: unfinished === undefined,
    ...(unfinished !== undefined && { line: unfinished.line, problem: unfinished.message }),
    ...(counts.rejected > 0 && { rejects: rejectsOf(logName) }),
    ...(counts.warned + counts.short + counts.repeated > 0 && { warnings: warningsOf(logName) }),
  })
}

const texts = {
  en: {
    resumed: (records: number) => `resumed after record ${records}`,
    whole: 'the counts are of the whole import, also of what it did before it was broken off',
    counts: (imported: number, there: number, rejected: number) =>
      `imported ${imported}, there already ${there}, rejected ${rejected}`,
    checked: (imported: number, there: number, rejected: number) =>
      `would be imported ${imported}, there already ${there}, rejected ${rejected}`,
    updated: (renewed: number, leftAlone: number) =>
      `of those there: renewed ${renewed}, left alone ${leftAlone} who have signed in or changed since`,
    repeated: (count: number, file: string) =>
      `of those there: records with the externalId of an earlier record, which counts ${count}, see ${file}`,
    sharing: (count: number) => `brought a contact, a CI or a DI that another member had already ${count}`,
    warned: (count: number, file: string) =>
      `read without a value that was not understood ${count}, see ${file}`,
    short: (count: number, file: string) =>
      `read from a row that lacks its last values, which count as empty ${count}, see ${file}`,
    rejected: (file: string) => `see ${file} for why records were rejected`,
  },
  ko: {
    resumed: (records: number) => `지난번에 마친 ${records}번째 레코드 다음부터 이어서 했습니다`,
    whole: '중단되기 전에 한 일도 모두 센 수입니다',
    counts: (imported: number, there: number, rejected: number) =>
      `가져온 회원 ${imported}, 이미 있는 회원 ${there}, 거절된 레코드 ${rejected}`,
    checked: (imported: number, there: number, rejected: number) =>
      `가져오게 될 회원 ${imported}, 이미 있는 회원 ${there}, 거절될 레코드 ${rejected}`,
    updated: (renewed: number, leftAlone: number) =>
      `이미 있는 회원 가운데 새로 고친 회원 ${renewed}, 그사이 로그인했거나 바뀌어 그대로 둔 회원 ${leftAlone}`,
    repeated: (count: number, file: string) =>
      `그중 앞 레코드와 externalId가 같은 레코드 ${count}. 앞 레코드만 씁니다. 자세한 내용은 ${file} 파일에 있습니다`,
    sharing: (count: number) => `연락처, CI, DI가 먼저 들어온 다른 회원의 것이기도 한 회원 ${count}`,
    warned: (count: number, file: string) =>
      `알아볼 수 없는 값을 빼고 읽은 레코드 ${count}. 자세한 내용은 ${file} 파일에 있습니다`,
    short: (count: number, file: string) =>
      `줄 끝의 값이 없어 빈 값으로 보고 읽은 레코드 ${count}. 자세한 내용은 ${file} 파일에 있습니다`,
    rejected: (file: string) => `거절된 이유는 ${file} 파일에 있습니다`,
  },
} as const satisfies SpokenTexts

/** The result of an import as text for people, in their language. */
export function importText(
  { logName, checks, updates, counts, importId, resumedAfter }: ReportedImport,
  locale: Locale,
): string {
  const { imported, there, rejected, repeated, sharing, warned, short, renewed, leftAlone } = counts
  const text = texts[locale]
  return [
    ...(resumedAfter > 0 ? [text.resumed(resumedAfter)] : []),
    (checks ? text.checked : text.counts)(imported, there, rejected),
    ...(checks ? [] : [`undo ${importId}`]),
    ...(resumedAfter > 0 ? [text.whole] : []),
    ...(repeated > 0 ? [text.repeated(repeated, warningsOf(logName))] : []),
    ...(updates ? [text.updated(renewed, leftAlone)] : []),
    ...(sharing > 0 ? [text.sharing(sharing)] : []),
    ...(warned > 0 ? [text.warned(warned, warningsOf(logName))] : []),
    ...(short > 0 ? [text.short(short, warningsOf(logName))] : []),
    ...(rejected > 0 ? [text.rejected(rejectsOf(logName))] : []),
  ].join('\n')
}
