import { rejectsOf, warningsOf } from './checkpoint.ts'
import type { Imported } from './import-file.ts'

/** What was imported, and how. */
export interface ReportedImport extends Imported {
  readonly file: string
  /** Nothing was written. */
  readonly checks: boolean
  readonly updates: boolean
}

/** The result of an import as one line of JSON, for other programs. */
export function importJson({ file, checks, updates, counts, importId, unfinished }: ReportedImport): string {
  return JSON.stringify({
    ...(checks && { checked: true }),
    imported: counts.imported,
    thereAlready: counts.there,
    rejected: counts.rejected,
    sharing: counts.sharing,
    warned: counts.warned,
    ...(updates && { renewed: counts.renewed, leftAlone: counts.leftAlone }),
    ...(!checks && { undo: importId }),
    finished: unfinished === undefined,
    ...(unfinished !== undefined && { line: unfinished.line, problem: unfinished.message }),
    ...(counts.rejected > 0 && { rejects: rejectsOf(file) }),
    ...(counts.warned > 0 && { warnings: warningsOf(file) }),
  })
}

/** The result of an import as text for people. */
export function importText({
  file,
  checks,
  updates,
  counts,
  importId,
  resumedAfter,
}: ReportedImport): string {
  const { imported, there, rejected, sharing, warned, renewed, leftAlone } = counts
  return [
    ...(resumedAfter > 0 ? [`resumed after record ${resumedAfter}`] : []),
    `${checks ? 'would be imported' : 'imported'} ${imported}, there already ${there}, rejected ${rejected}`,
    ...(checks ? [] : [`undo ${importId}`]),
    ...(updates
      ? [`of those there: renewed ${renewed}, left alone ${leftAlone} who have signed in or changed since`]
      : []),
    ...(sharing > 0 ? [`sharing a contact, a CI or a DI with others ${sharing}`] : []),
    ...(warned > 0
      ? [`imported without a value that was not understood ${warned}, see ${warningsOf(file)}`]
      : []),
    ...(rejected > 0 ? [`see ${rejectsOf(file)} for why records were rejected`] : []),
  ].join('\n')
}
