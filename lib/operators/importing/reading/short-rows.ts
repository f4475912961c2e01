import type { Target } from './columns/column-target.ts'
import type { Fault } from './record.ts'
import type { SeparatedRecord } from './separated-values.ts'

/** An id without what differs from member to member: `1042` is `0`, `user-7` is `x-0`, and `김하나` is `가`. */
const shapeOf = (id: string): string =>
  id
    .normalize('NFC')
    .trim()
    .replace(/[A-Za-z0-9]+/g, (run) => (/^\d+$/.test(run) ? '0' : 'x'))
    .replace(/\p{L}+/gu, (run) => (run === 'x' ? run : '가'))

/** The fault of a row whose last values lack. It costs nothing, and is told. */
export const shortOf = (values: number, columns: number): Fault => ({
  pointer: '',
  detail: `ends after ${values} of ${columns} values: those that lack count as empty`,
})

/**
 * Says of each row whether it is whole. A row may lack its last values: a spreadsheet leaves empty ones at the end out,
 * and does so in some rows of one file (Excel looks at sixteen rows at a time). The rest of a line that is cut within a
 * value lacks some too: it has no id of the shape that the ids above have, or a quote that closes in a later line.
 */
export function shortRows() {
  const shapes = new Set<string>()
  return ({ cells, openedAt }: SeparatedRecord, targets: readonly Target[]): boolean => {
    const id = cells[targets.indexOf('externalId')]?.text ?? ''
    const shape = shapeOf(id)
    const isSound = openedAt === undefined && cells.every(({ written }) => written !== 'garbled')
    const isWhole =
      cells.length >= targets.length ||
      (isSound && cells.length > 1 && id.trim() !== '' && (shapes.size === 0 || shapes.has(shape)))
    if (isWhole && shapes.size < 1000) shapes.add(shape)
    return isWhole
  }
}
