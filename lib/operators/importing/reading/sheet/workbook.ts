import { UnusableFile } from '../unusable-file.ts'
import type { Archive } from './archive.ts'
import { type CellContext, decodeEscapes, isDateFormat } from './cell-text.ts'
import { readWholeXml } from './xml.ts'

/** A sheet that is not read. */
interface OtherSheet {
  readonly name: string
  readonly path: string
}

/** The first sheet of a workbook, and how its cells are read. */
export interface FirstSheet {
  readonly path: string
  readonly others: readonly OtherSheet[]
  readonly context: CellContext
}

/** The path of a related part. Relative ones start at `xl/`. */
const partPath = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

const streamOf = async (archive: Archive, path: string) => (await archive.open(path))?.stream

/** Finds the first sheet. Throws `UnusableFile` for a workbook without one. */
export async function findFirstSheet(archive: Archive): Promise<FirstSheet> {
  const sheets: { readonly name: string; readonly id: string }[] = []
  let isFrom1904 = false
  await readWholeXml(await streamOf(archive, 'xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'sheet') sheets.push({ name: attributes['name'] ?? '', id: attributes['id'] ?? '' })
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
    },
  })
  const targets = new Map<string, string>()
  await readWholeXml(await streamOf(archive, 'xl/_rels/workbook.xml.rels'), {
    open: (name, { Id = '', Target = '' }) =>
      void (name === 'Relationship' && targets.set(Id, partPath(Target))),
  })
  const [first, ...others] = sheets.map(({ name, id }) => ({ name, path: targets.get(id) }))
  if (first?.path === undefined) throw new UnusableFile('The workbook has no sheet')
  const [sharedTexts, isDateStyle] = [await readSharedTexts(archive), await readDateStyles(archive)]
  return {
    path: first.path,
    others: others.flatMap(({ name, path }) => (path === undefined ? [] : [{ name, path }])),
    context: { sharedTexts, isDateStyle, isFrom1904 },
  }
}

/** The texts that cells share. What is only a hint how to pronounce them (`rPh`) is left out. */
async function readSharedTexts(archive: Archive): Promise<readonly string[]> {
  const texts: string[] = []
  let [current, isText, isHint] = ['', false, false]
  await readWholeXml(await streamOf(archive, 'xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') current = ''
      if (name === 'rPh') isHint = true
      isText = name === 't' && !isHint
    },
    text(text) {
      if (isText) current += text
    },
    close(name) {
      if (name === 'rPh') isHint = false
      if (name === 'si') texts.push(decodeEscapes(current))
      isText = false
    },
  })
  return texts
}

/** By the number of a style: whether its format shows a date. */
async function readDateStyles(archive: Archive): Promise<readonly boolean[]> {
  const codes = new Map<number, string>()
  const styles: boolean[] = []
  let isCells = false
  await readWholeXml(await streamOf(archive, 'xl/styles.xml'), {
    open(name, attributes) {
      const id = Number(attributes['numFmtId'] ?? 0)
      if (name === 'numFmt') codes.set(id, attributes['formatCode'] ?? '')
      if (name === 'cellXfs') isCells = true
      if (name === 'xf' && isCells) styles.push(isDateFormat(id, codes.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') isCells = false
    },
  })
  return styles
}
