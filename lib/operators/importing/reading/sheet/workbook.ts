import { posix } from 'node:path'
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

const streamOf = async (archive: Archive, path: string) => (await archive.open(path))?.stream

/** The parts that a part of the workbook refers to (ECMA-376 part 2, section 9.3), by id and by the last word of their type. */
interface Relations {
  readonly byId: ReadonlyMap<string, string>
  readonly byType: ReadonlyMap<string, string>
}

/** Reads the relations of a part. Their targets start in the folder of that part, or with a slash at the top. */
async function relationsOf(archive: Archive, part: string): Promise<Relations> {
  const folder = posix.dirname(part)
  const [byId, byType] = [new Map<string, string>(), new Map<string, string>()]
  await readWholeXml(await streamOf(archive, posix.join(folder, '_rels', `${posix.basename(part)}.rels`)), {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return
      const path = posix.join(Target.startsWith('/') ? '' : folder, Target).replace(/^\//, '')
      byId.set(Id, path)
      byType.set(posix.basename(Type), path)
    },
  })
  return { byId, byType }
}

/** Finds the first sheet. Programs name the parts as they like; the usual names stand in where none is told. Throws `UnusableFile` for a workbook without one. */
export async function findFirstSheet(archive: Archive): Promise<FirstSheet> {
  const workbook = (await relationsOf(archive, '')).byType.get('officeDocument') ?? 'xl/workbook.xml'
  const sheets: { readonly name: string; readonly id: string }[] = []
  let isFrom1904 = false
  await readWholeXml(await streamOf(archive, workbook), {
    open(name, attributes) {
      if (name === 'sheet') sheets.push({ name: attributes['name'] ?? '', id: attributes['id'] ?? '' })
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
    },
  })
  const { byId, byType } = await relationsOf(archive, workbook)
  const [first, ...others] = sheets.map(({ name, id }) => ({ name, path: byId.get(id) }))
  if (first?.path === undefined) throw new UnusableFile('The workbook has no sheet')
  const sharedTexts = await readSharedTexts(archive, byType.get('sharedStrings') ?? 'xl/sharedStrings.xml')
  const isDateStyle = await readDateStyles(archive, byType.get('styles') ?? 'xl/styles.xml')
  return {
    path: first.path,
    others: others.flatMap(({ name, path }) => (path === undefined ? [] : [{ name, path }])),
    context: { sharedTexts, isDateStyle, isFrom1904 },
  }
}

/** The texts that cells share. What is only a hint how to pronounce them (`rPh`) is left out. */
async function readSharedTexts(archive: Archive, path: string): Promise<readonly string[]> {
  const texts: string[] = []
  let [current, isText, isHint] = ['', false, false]
  await readWholeXml(await streamOf(archive, path), {
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
async function readDateStyles(archive: Archive, path: string): Promise<readonly boolean[]> {
  const codes = new Map<number, string>()
  const styles: boolean[] = []
  let isCells = false
  await readWholeXml(await streamOf(archive, path), {
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
