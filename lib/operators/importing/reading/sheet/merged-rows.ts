import type { Readable } from 'node:stream'
import { UnusableFile } from '../unusable-file.ts'

/** A range of merged cells, which a sheet names behind its rows (ECMA-376 part 1, section 18.3.1.55). */
const merged = /<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']/g

/** More characters than these no such element has. */
const longest = 300

/**
 * Refuses a sheet in which one cell stands for several rows: the file holds its value in the first row alone, so a
 * member of another row would lack it, be it `suspended`. Throws `UnusableFile`.
 */
export async function refuseMergedRows(sheet: Readable): Promise<void> {
  let rest = ''
  for await (const chunk of sheet) {
    const text = rest + Buffer.from(chunk).toString('latin1')
    for (const [, left = '', top = '', right = '', bottom = ''] of text.matchAll(merged)) {
      if (top === bottom) continue
      const range = `${left}${top}:${right}${bottom}`
      throw new UnusableFile(
        `The cells ${range} are merged over several rows, of which only the first would have the value. Unmerge them, and fill in each row`,
      )
    }
    rest = text.slice(-longest)
  }
}
