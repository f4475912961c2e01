import { crc32, deflateRawSync } from 'node:zlib'

/** Files of one name each, as a ZIP archive. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const [plain, packed] = [Buffer.from(text), deflateRawSync(Buffer.from(text))]
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(plain), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(plain.length, 18)
    head.writeUInt16LE(Buffer.byteLength(name), 22)
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, tail, Buffer.from(name)]))
    bodies.push(body)
    offset += body.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(entries.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, entries, Buffer.from('PK\x05\x06'), end])
}

const namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** Parts of a workbook that a test writes in its own way. */
export interface WorkbookParts {
  /** The rows of the first sheet, as XML. */
  readonly rows: string
  readonly sharedTexts?: readonly string[]
  /** The number formats of the styles, in their order. */
  readonly formats?: readonly string[]
  readonly properties?: string
  /** The rows of the second sheet. */
  readonly otherRows?: string
  /** Names of the parts that are not the usual ones. */
  readonly named?: 'otherwise' | 'as usual'
}

/** A workbook with one sheet, as Excel stores it (ECMA-376). */
export function workbookOf({
  rows,
  sharedTexts = [],
  formats = [],
  properties = '',
  otherRows = '',
  named = 'as usual',
}: WorkbookParts): Buffer {
  const codes = formats
    .map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`)
    .join('')
  const styles = formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`).join('')
  const [folder, number] = named === 'as usual' ? ['xl', ''] : ['book', '22']
  const typed = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    ...(number !== '' && {
      '_rels/.rels': `<Relationships>${typed('a', 'officeDocument', `${folder}/workbook${number}.xml`)}</Relationships>`,
    }),
    [`${folder}/workbook${number}.xml`]: `<?xml version="1.0"?><workbook ${namespace} xmlns:r="${relationships}">${properties}<sheets>
      <sheet name="회원" sheetId="1" r:id="rId7"/><sheet name="other" sheetId="2" r:id="rId8"/></sheets></workbook>`,
    [`${folder}/_rels/workbook${number}.xml.rels`]: `<Relationships><Relationship Id="rId8" Target="worksheets/sheet1.xml"/>
      <Relationship Id="rId7" Target="/${folder}/worksheets/sheet2.xml"/>${typed('b', 'sharedStrings', `sharedStrings${number}.xml`)}
      ${typed('c', 'styles', `./styles${number}.xml`)}</Relationships>`,
    [`${folder}/sharedStrings${number}.xml`]: `<sst ${namespace}>${sharedTexts.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    [`${folder}/styles${number}.xml`]: `<styleSheet><numFmts>${codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/>${styles}<xf numFmtId="14"/></cellXfs></styleSheet>`,
    [`${folder}/worksheets/sheet1.xml`]: `<worksheet ${namespace}><sheetData>${otherRows}</sheetData></worksheet>`,
    [`${folder}/worksheets/sheet2.xml`]: `<worksheet ${namespace}><sheetData>${rows}</sheetData></worksheet>`,
  })
}
