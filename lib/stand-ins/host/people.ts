import type { Bilingual } from '../../domain/values/locale.ts'

/** A person of a stand-in, as far as the pages describe their case. */
interface CaseNote {
  readonly row?: number
  readonly note: Bilingual
}

/** The note of a person with the case number in front. */
export const profileNote = ({ row, note }: CaseNote): Bilingual =>
  row === undefined ? note : { ko: `사례 ${row}: ${note.ko}`, en: `Case ${row}: ${note.en}` }

/** People in the order of the cases that they show. */
export const inOrder = <Person extends CaseNote>(people: readonly Person[]): readonly Person[] =>
  people.toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0))
