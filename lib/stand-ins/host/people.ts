import type { Bilingual } from './messages.ts'

/** A person of a stand-in, as far as its pages tell which case they show. */
interface Shown {
  readonly row?: number
  readonly note: Bilingual
}

/** The note of a person with its row in front, as the pages tell it. */
export const profileNote = ({ row, note }: Shown): Bilingual =>
  row === undefined ? note : { ko: `${row}번 경우: ${note.ko}`, en: `Case ${row}: ${note.en}` }

/** People in the order of the cases that they show, as one looks through them. */
export const inOrder = <Person extends Shown>(people: readonly Person[]): readonly Person[] =>
  people.toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0))
