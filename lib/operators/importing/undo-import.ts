import type { Imports } from '../../flows/ports/store/operators/imports.ts'

/** The result of taking an import back. */
export interface Undone {
  readonly takenBack: number
  /** Members who have signed in or changed since, or who are merged, closed or erased. */
  readonly leftAlone: number
}

/**
 * Takes back the members that an import made and nobody has used or changed since. Interrupted and started again, it
 * goes on. Takes the import's id, as the import prints it. Throws `unavailable` as the table does.
 */
export async function undoImport(
  imports: Pick<Imports, 'membersOf' | 'takeBack'>,
  importId: string,
): Promise<Undone> {
  let [takenBack, leftAlone] = [0, 0]
  for await (const page of imports.membersOf(importId)) {
    const results = await Promise.all(page.map((id) => imports.takeBack(id)))
    const taken = results.filter((result) => result === 'taken_back').length
    takenBack += taken
    leftAlone += results.length - taken
  }
  return { takenBack, leftAlone }
}
