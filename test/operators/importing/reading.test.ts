import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { readColumnMap } from '../../../lib/operators/importing/reading/columns/columns.ts'
import { type ReadOptions, readFile } from '../../../lib/operators/importing/reading/read-file.ts'
import type { FileRecord } from '../../../lib/operators/importing/reading/record.ts'
import { UnfinishedFile, UnusableFile } from '../../../lib/operators/importing/reading/unusable-file.ts'
import { workbookOf } from '../../support/workbook.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-reading-'))
afterAll(() => rm(folder, { recursive: true }))

let files = 0
type Options = Partial<Omit<ReadOptions, 'map'>> & {
  readonly map?: readonly string[]
  readonly name?: string
}

/** Reads a file of this content. What ends the reading comes after the records. */
async function read(content: string | Buffer, { name = 'old.csv', map = [], ...options }: Options = {}) {
  files += 1
  const file = join(folder, `${files}-${name}`)
  await writeFile(file, content)
  const records: FileRecord[] = []
  const reading = { ignoresUnknown: false, ...options, map: readColumnMap(map) }
  try {
    for await (const record of readFile(file, reading)) records.push(record)
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error
    return { records, end: error }
  }
  return { records, end: undefined }
}

const fieldsOf = ({ records }: { readonly records: readonly FileRecord[] }) =>
  records.map(({ content }) => (content.kind === 'fields' ? content.fields : content.fault.detail))

const header = 'externalId,email,name\n'
const row = (id: number, name = `회원${id}`) => `${id},m${id}@example.com,${name}\n`
const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index)).join('')

describe('the encoding of a file', () => {
  const korean = iconv.encode(`${header}${row(1, '김하나')}${row(2, '김뷁')}`, 'cp949')

  it('is UTF-8 with or without its mark, or UTF-16 with its mark', async () => {
    const text = header + row(1, '김하나')
    for (const [mark, encoding] of [
      ['', 'utf-8'],
      ['\ufeff', 'utf-8'],
      ['\ufeff', 'utf-16le'],
      ['\ufeff', 'utf-16be'],
    ] as const) {
      const read1 = await read(iconv.encode(mark + text, encoding))
      expect(read1.end).toBeUndefined()
      expect(fieldsOf(read1)).toEqual([{ externalId: '1', email: 'm1@example.com', name: '김하나' }])
    }
  })

  it('ends the reading when it is another one, with the line and the options that would read the file', async () => {
    const { records, end } = await read(korean)
    expect(records).toEqual([])
    expect(end).toMatchObject({ line: 2, tryOptions: ['--encoding', 'cp949'] })
    expect(end?.message).toContain('Line 2 is not UTF-8')
  })

  it('is the chosen one, and CP949 has every syllable', async () => {
    expect(fieldsOf(await read(korean, { encoding: 'cp949' }))).toMatchObject([
      { name: '김하나' },
      { name: '김뷁' },
    ])
  })

  it('is not guessed where earlier lines are UTF-8: one line is damaged', async () => {
    const broken = Buffer.concat([
      Buffer.from(header + rows(1, 30)),
      Buffer.from([0xb1, 0xe8]),
      Buffer.from(',x,y\n'),
    ])
    const { end } = await read(broken)
    expect(end).toMatchObject({ line: 32, tryOptions: [] })
    expect(end?.message).toContain('damaged')
  })

  it('is told for UTF-16 without a mark', async () => {
    const { end } = await read(iconv.encode(header + row(1), 'utf-16le'))
    expect(end?.tryOptions).toEqual(['--encoding', 'utf-16le'])
  })

  it('names the line behind 50,000 sound ones, which are read', async () => {
    const { records, end } = await read(
      Buffer.concat([Buffer.from(header + rows(1, 50_000)), Buffer.from([0xff, 0x0a])]),
    )
    expect(end).toMatchObject({ line: 50_002 })
    expect(records.length).toBeGreaterThan(40_000)
  })

  it.each([
    ['cp949', [0x81, 0x20]],
    ['utf-16le', [0x00, 0xd8, 0x0a, 0x00]],
    ['shift_jis', [0xfd, 0x0a]],
  ])('of %s is as strict', async (encoding, bytes) => {
    const file = Buffer.concat([iconv.encode(header, encoding), Buffer.from(bytes)])
    expect((await read(file, { encoding })).end).toBeInstanceOf(UnfinishedFile)
  })

  it('is refused when nobody knows it, or when the mark says another one', async () => {
    expect((await read(header, { encoding: 'klingon' })).end?.message).toContain('Unknown encoding: klingon')
    expect((await read(`\ufeff${header}`, { encoding: 'cp949' })).end?.message).toContain('mark of utf-8')
  })
})

describe('separated values', () => {
  it('are told with the line where each record begins', async () => {
    const text = `${header}1,a@example.com,"두\n줄"\n\n2,b@example.com,김둘\n`
    const { records } = await read(text)
    expect(records.map(({ line, number }) => [number, line])).toEqual([
      [1, 2],
      [2, 5],
    ])
  })

  it('may end their lines in three ways in one file', async () => {
    const text = header + rows(1, 100)
    for (const ends of ['\n', '\r\n', '\r']) {
      expect((await read(text.replaceAll('\n', ends))).records).toHaveLength(100)
    }
    const mixed = text.replaceAll('\n', '\r\n').replace('회원50\r\n', '회원50\n')
    expect(fieldsOf(await read(mixed))).toHaveLength(100)
    expect((await read((header + rows(1, 30_000)).replaceAll('\n', '\r'))).records).toHaveLength(30_000)
  })

  it('lose one value, and no record, to text behind a closing quote', async () => {
    const { records, end } = await read(`${header}1,a@b.example,"홍" 길동\n${rows(2, 1000)}`)
    expect(end).toBeUndefined()
    expect(records).toHaveLength(1000)
    expect(records[0]?.content).toEqual({
      kind: 'fields',
      fields: { externalId: '1', email: 'a@b.example' },
      faults: [{ pointer: '/name', detail: 'has text after its closing quote' }],
    })
  })

  it('end where a quote is never closed, and name its line', async () => {
    for (const broken of ['2,b@example.com,"김둘\n', '2,"b@example.com,김둘\n']) {
      const { records, end } = await read(header + row(1) + broken + rows(3, 70_000))
      expect(end).toBeInstanceOf(UnfinishedFile)
      expect(end).toMatchObject({ line: 3 })
      expect(records).toHaveLength(1)
    }
  })

  it('end where a quote swallows other records up to the next quote', async () => {
    for (const rest of ['3,c@example.com,"김셋"\n', '3,c@example.com,x\n4,"d@example.com",y\n5,",",z\n']) {
      const { records, end } = await read(`${header}${row(1)}2,b@example.com,"김둘\n${rest}${rows(6, 9)}`)
      expect(end).toMatchObject({ line: 3 })
      expect(records).toHaveLength(1)
    }
  })

  it('end where a record is too large', async () => {
    const { end } = await read(`${header}1,a@example.com,${'가'.repeat(1_100_000)}\n`)
    expect(end?.message).toContain('line 2 is larger')
    const lines = await read(`{"externalId": "1", "name": "${'x'.repeat(5_000_000)}"}`, { name: 'a.jsonl' })
    expect(lines.end?.message).toContain('line 1 is larger')
  })

  it('keep quotes, delimiters and line ends within quotes', async () => {
    const { records } = await read(`${header}1, "a@example.com" ,"그 ""별"", 김\r\n하나"\r\n`)
    expect(fieldsOf({ records })).toEqual([
      { externalId: '1', email: 'a@example.com', name: '그 "별", 김\r\n하나' },
    ])
  })

  it('may be separated by tab, semicolon or bar', async () => {
    for (const delimiter of ['\t', ';', '|']) {
      const text = `externalId,name\n1,김하나\n`.replaceAll(',', delimiter)
      expect(fieldsOf(await read(text, { name: 'old.txt' }))).toEqual([{ externalId: '1', name: '김하나' }])
    }
  })

  it('from a database have tabs and line ends as escapes', async () => {
    const text = 'externalId\tname\temail\n1\t김\\\\하\\t나\t\\N\n2\t"김\\t둘"\tb@example.com\n'
    expect(fieldsOf(await read(text, { name: 'old.tsv' }))).toEqual([
      { externalId: '1', name: '김\\하\t나' },
      { externalId: '2', name: '김\\t둘', email: 'b@example.com' },
    ])
  })

  it('are absent as NULL, \\N and empty, but a quoted NULL is a name', async () => {
    const text = `${header}1,NULL,NULL\n2,\\N,"NULL"\n3,(null),""\n4,[NULL],null\n`
    expect(fieldsOf(await read(text))).toEqual([
      { externalId: '1' },
      { externalId: '2', name: 'NULL' },
      { externalId: '3' },
      { externalId: '4' },
    ])
  })

  it('that a spreadsheet failed to compute are left out', async () => {
    const { records } = await read(`${header}1,a@example.com,#N/A\n2,b@example.com,#####\n`)
    expect(records.map(({ content }) => content.kind === 'fields' && content.faults[0]?.pointer)).toEqual([
      '/name',
      '/name',
    ])
  })

  it('of too many are one unreadable record; empty ones at the end do not count', async () => {
    expect(fieldsOf(await read(`${header}2,b@example.com,김둘,,\n3,a,b,c\n`))).toEqual([
      { externalId: '2', email: 'b@example.com', name: '김둘' },
      'has 4 values, and the header names 3',
    ])
  })

  it('may lack at the end, where a spreadsheet left empty ones out, and that is told', async () => {
    const { records } = await read(`${header}1,a@example.com,김하나\n2,b@example.com\n`)
    const [whole, short] = records
    expect(whole?.content).toMatchObject({ fields: { name: '김하나' }, faults: [] })
    expect(short?.content).toEqual({
      kind: 'fields',
      fields: { externalId: '2', email: 'b@example.com' },
      faults: [{ pointer: '', detail: 'ends after 2 of 3 values: those that lack count as empty' }],
    })
  })

  it.each([
    ['the rest of a line that is cut within a value', '1,a@example.com,메모 첫 줄\n둘째 줄,b@example.com\n'],
    ['a row of its id alone', '1,a@example.com,김하나\n2\n'],
    ['a row with text behind a closing quote', '1,a@example.com,김하나\n2,"b"@example.com\n'],
  ])('are not whole in %s', async (_, rows) => {
    const [, second] = fieldsOf(await read(`${header}${rows}`))
    expect(second).toMatch(/^has \d values, and the header names 3$/)
  })

  it('come back from an export without the marks against formulas', async () => {
    const text = `${header}'=1+1,a@example.com,'-하나\n2,b@example.com,''=둘\n3,c@example.com,'셋\n`
    expect(fieldsOf(await read(text))).toMatchObject([
      { externalId: '=1+1', name: '-하나' },
      { name: "'=둘" },
      { name: "'셋" },
    ])
  })
})

describe('a header', () => {
  it('of Korean words is told how to be read', async () => {
    const { end } = await read('회원번호,이메일,이름\n1,a@example.com,김하나\n')
    expect(end?.message).toContain('no column externalId')
    expect(end?.tryOptions).toEqual([
      '--map',
      '회원번호=externalId',
      '--map',
      '이메일=email',
      '--map',
      '이름=name',
    ])
  })

  it('is read by the map, in which a column may be a part of a list', async () => {
    const text = '회원번호,카카오ID,마케팅,직책,비고\n7,1234567890,Y,팀장,x\n8,NULL,,,\n'
    const map = [
      '회원번호=externalId',
      '카카오ID=identities.kakao',
      '마케팅=consents.marketing@2024-01',
      '직책=attributes.position',
      '비고=-',
    ]
    expect(fieldsOf(await read(text, { map }))).toEqual([
      {
        externalId: '7',
        identities: [{ provider: 'kakao', subject: '1234567890' }],
        consents: [{ tag: 'marketing', version: '2024-01', agreed: 'Y' }],
        attributes: { position: '팀장' },
      },
      { externalId: '8' },
    ])
  })

  it('with an unknown column ends the reading, unless unknown ones are to be ignored', async () => {
    const text = 'externalId,비고\n1,x\n'
    expect((await read(text)).end?.message).toContain('unknown columns: 비고')
    expect(fieldsOf(await read(text, { ignoresUnknown: true }))).toEqual([{ externalId: '1' }])
  })

  it.each([
    ['externalId,email,email', 'twice: email'],
    ['externalId,identities,카카오', 'identities beside'],
    ['', 'empty'],
  ])('of %s is refused', async (text, told) => {
    expect((await read(text, { map: ['카카오=identities.kakao'] })).end?.message).toContain(told)
  })

  it.each(['회원번호', '=externalId', '회원번호=unknown', 'a=identities.myspace', 'a=consents.marketing'])(
    'cannot be mapped by %s',
    (pair) => {
      expect(() => readColumnMap([pair])).toThrow(UnusableFile)
    },
  )
})

describe('JSON Lines', () => {
  const lines = (text: string, options: Options = {}) => read(text, { name: 'old.jsonl', ...options })

  it('keep the digits of long numbers, and a text NULL', async () => {
    const text = '{"externalId": 12345678901234567890, "name": "NULL", "email": null}\n\n{"externalId": 7}'
    const { records } = await lines(text)
    expect(fieldsOf({ records })).toEqual([
      { externalId: '12345678901234567890', name: 'NULL' },
      { externalId: 7 },
    ])
    expect(records.map(({ line }) => line)).toEqual([1, 3])
  })

  it('are unreadable one by one', async () => {
    expect(fieldsOf(await lines('{"externalId": \n[1]\n{"externalID": "1"}\n{"externalId": "2"}\n'))).toEqual(
      ['is not JSON', 'is not a JSON object', 'is not a known field', { externalId: '2' }],
    )
  })

  it('are read by the map', async () => {
    expect(fieldsOf(await lines('{"회원번호": "1"}', { map: ['회원번호=externalId'] }))).toEqual([
      { externalId: '1' },
    ])
  })
})

describe('a workbook', () => {
  const shared = (index: number) => `<v>${index}</v>`
  const cells = `
    <row r="1"><c r="A1" t="s">${shared(0)}</c><c r="B1" t="s">${shared(1)}</c><c r="C1" t="s">${shared(2)}</c>
      <c r="D1" t="inlineStr"><is><t>joinedAt</t></is></c></row>
    <row r="2"/>
    <row r="4"><c r="A4"><v>2.712345678E9</v></c><c r="C4" t="s">${shared(3)}</c><c r="D4" s="1"><v>43602.62847222222</v></c></row>
    <row r="5"><c r="A5"><v>1.2345678901234568E+17</v></c><c r="B5" t="e"><v>#N/A</v></c>
      <c r="C5" t="str"><f>A1</f><v>김_x000D_둘</v></c><c r="D5" s="2"><v>43602</v></c></row>
    <row r="6"><c><v>3</v></c><c t="b"><v>1</v></c></row>`
  const sharedTexts = [
    '<t>externalId</t>',
    '<t>phone</t>',
    '<t>name</t>',
    '<r><t>김</t></r><r><t xml:space="preserve">하나 </t></r><rPh><t>キム</t></rPh>',
  ]
  const workbook = (more = {}) =>
    workbookOf({ rows: cells, sharedTexts, formats: ['yyyy&quot;년&quot; m월 d일 h:mm'], ...more })

  it('is read from its first sheet, with numbers, dates and texts as a person would type them', async () => {
    const { records, end } = await read(workbook(), { name: 'old.xlsx' })
    expect(end).toBeUndefined()
    expect(fieldsOf({ records })).toEqual([
      { externalId: '2712345678', name: '김하나 ', joinedAt: '2019-05-17 15:05:00' },
      { externalId: '1.2345678901234568e+17', name: '김\r둘', joinedAt: '2019-05-17' },
      { externalId: '3', phone: 'true' },
    ])
    expect(records.map(({ line }) => line)).toEqual([4, 5, 6])
    expect(records[1]?.content).toMatchObject({ faults: [{ pointer: '/phone' }] })
  })

  it('may count its days from 1904', async () => {
    const properties = '<workbookPr date1904="1"/>'
    const { records } = await read(workbook({ properties }), { name: 'old.xlsx' })
    expect(fieldsOf({ records })[1]).toMatchObject({ joinedAt: '2023-05-18' })
  })

  it('that is none is refused', async () => {
    expect((await read('no archive', { name: 'old.xlsx' })).end?.message).toContain('is no .xlsx file')
    expect((await read('x', { name: 'old.xls' })).end?.message).toContain('Save the old Excel file as .xlsx')
  })
})
