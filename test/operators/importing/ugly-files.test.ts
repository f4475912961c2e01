import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { faultInKorean } from '../../../lib/commands/saying/korean-faults.ts'
import { readColumnMap } from '../../../lib/operators/importing/reading/columns/columns.ts'
import { workbookOf } from '../../support/workbook.ts'
import { folderOfFiles, house, logOf } from './house.ts'

const fileOf = await folderOfFiles()

interface Options {
  readonly map?: readonly string[]
  readonly encoding?: string
  readonly ignoresUnknown?: boolean
}

/** Imports a file. Gives its figures, the pointers of what was left out, and what each member has. */
async function bring(name: string, content: string | Buffer, options: Options = {}) {
  const file = await fileOf(name, content)
  const { run, table } = house()
  const { map = [], ignoresUnknown = false, encoding } = options
  const reading = { map: readColumnMap(map), ignoresUnknown, ...(encoding !== undefined && { encoding }) }
  const { json } = await run(file, { reading })
  const told = (await logOf(file, 'warnings')) + (await logOf(file, 'rejects'))
  const members = table.items().filter(({ kind }) => kind === 'member')
  const found = (externalId: string) => Object(members.find((item) => item['externalId'] === externalId))
  return { json, told, found, count: members.length }
}

const csv = (column: string, ...values: readonly string[]): string =>
  `externalId,loginId,${column}\n${values.map((value, index) => `${index},id.${index},${value}\n`).join('')}`

/** The value of one column of each member. */
async function valuesOf(column: 'email' | 'phone' | 'name', ...values: readonly string[]) {
  const { json, found } = await bring(`${column}.csv`, csv(column, ...values))
  expect(json).toMatchObject({ imported: values.length })
  return values.map((_, index) => {
    const value = found(String(index))[column]
    return typeof value === 'object' ? value.value : value
  })
}

describe('a value that a file has damaged or dressed', () => {
  it('is no address, where letters are masked, and one, where blanks and wide dots stand in it', async () => {
    expect(
      await valuesOf(
        'email',
        'h***@example.com',
        '*@example.com',
        'a @ example.com',
        'B＠EXAMPLE。com',
        'mailto: c@example.com',
      ),
    ).toEqual([undefined, undefined, 'a@example.com', 'b@example.com', 'c@example.com'])
  })

  it('is no name, where letters are masked or the word means none', async () => {
    expect(
      await valuesOf(
        'name',
        '김*나',
        '홍＊＊',
        '김○나',
        'none',
        'Null',
        'nan',
        '(없음)',
        '알 수 없음',
        '"none"',
        '김하나',
      ),
    ).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'none',
      '김하나',
    ])
  })

  it('tells what is masked, and keeps the marks of a nickname', async () => {
    const { told, found } = await bring(
      'masked.csv',
      'externalId,email,name,nickname,phone,birthDate\n1,a@example.com,김*나,*별*,010-****-1234,1990-**-**\n',
    )
    expect(told.match(/is masked: marks stand in the place of letters/g)).toHaveLength(3)
    expect(found('1')).toMatchObject({ nickname: '*별*', email: { value: 'a@example.com' } })
  })

  it('is no identity, where a spreadsheet has replaced the last digits by zeros', async () => {
    const { found, told } = await bring(
      'rounded.csv',
      csv('identities', 'google:108012345678901000000', 'google:108012345678901234567', 'kakao:2712345678.0'),
    )
    expect(['0', '1', '2'].map((id) => [...(found(id).ways ?? [])])).toEqual([
      [],
      ['identity:google:108012345678901234567'],
      ['identity:kakao:2712345678'],
    ])
    expect(told).toContain('/identities/0')
  })
})

describe('JSON of other programs', () => {
  it('is read with the commas of a list, and with the wrappers of MongoDB', async () => {
    const { json, found } = await bring(
      'mongo.jsonl',
      [
        '{"_id":{"$oid":"507f1f77bcf86cd799439011"},"email":"a@example.com","joinedAt":{"$date":"2019-05-17T00:00:00Z"}},',
        '{"_id":{"$numberLong":"9007199254740993"},"email":"b@example.com","joinedAt":{"$date":{"$numberLong":"1558051200000"}}}',
      ].join('\n'),
      { map: ['_id=externalId'] },
    )
    expect(json).toMatchObject({ imported: 2, warned: 0, rejected: 0 })
    const joined = Date.parse('2019-05-17T00:00:00Z')
    expect(found('507f1f77bcf86cd799439011').createdAt).toBe(joined)
    expect(found('9007199254740993').createdAt).toBe(joined)
  })
})

const cell = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`
const header = `<row r="1">${cell('A1', 'externalId')}${cell('B1', 'email')}</row>`

describe('a file that begins otherwise, or goes on elsewhere', () => {
  it.each([
    ['title.csv', '회원 명부 2026,,\n\n회원번호,이메일,이름\n1,a@example.com,김하나\n', 1, 3],
    ['remark.csv', 'exported by root\nexternalId,email\n1,a@example.com\n', 1, 2],
  ])('is told with the line of the header: %s', async (name, content, first, line) => {
    const said = `Line ${first} names no columns, and line ${line} does. Delete the lines above it`
    await expect(bring(name, content)).rejects.toThrow(said)
    expect(faultInKorean(said)).toContain(`${line}번째 줄이 머리글로 보입니다`)
  })

  it('ends as unfinished where a second sheet has the same columns', async () => {
    const rows = `${header}<row r="2">${cell('A2', '1')}${cell('B2', 'a@example.com')}</row>`
    const { json } = await bring('sheets.xlsx', workbookOf({ rows, otherRows: rows }))
    expect(json).toMatchObject({ imported: 1, finished: false })
    expect(JSON.stringify(json)).toContain('goes on with the same columns')
    const other = `<row r="1">${cell('A1', 'remarks')}</row>`
    expect((await bring('remarks.xlsx', workbookOf({ rows, otherRows: other }))).json).toMatchObject({
      finished: true,
    })
  })

  it('reads hidden rows, and tells a cell with an error', async () => {
    const rows = `${header}<row r="2" hidden="1">${cell('A2', '1')}${cell('B2', 'a@example.com')}</row><row r="3">${cell('A3', '2')}<c r="B3" t="e"><v>#N/A</v></c></row>`
    const { json, told } = await bring('hidden.xlsx', workbookOf({ rows }))
    expect(json).toMatchObject({ imported: 1, rejected: 1 })
    expect(told).toContain('is an error of a spreadsheet')
  })

  it('is told where a sheet holds bytes of no text', async () => {
    const rows = `${header}<row r="2"><c r="A2" t="inlineStr"><is><t>&#0;</t></is></c></row>`
    await expect(bring('damaged.xlsx', workbookOf({ rows }))).rejects.toThrow('The workbook is damaged')
  })

  const person = `<row r="2">${cell('A2', '1')}${cell('B2', 'a@example.com')}</row>`

  it('is told where a sheet ends in the middle, since members behind it are lost', async () => {
    const whole = workbookOf({ rows: `${header}${person}` })
    expect((await bring('whole.xlsx', whole)).json).toMatchObject({ imported: 1, finished: true })
    const { json } = await bring('cut.xlsx', workbookOf({ rows: `${header}${person}<!--` }))
    expect(json).toMatchObject({ imported: 1, finished: false })
    expect(JSON.stringify(json)).toContain('The workbook is damaged')
  })

  it('is told where a cell points to a text that is not there, and an empty cell points to none', async () => {
    const shared = (value: string) =>
      `<row r="1">${cell('A1', 'externalId')}${cell('B1', 'email')}${cell('C1', 'name')}</row><row r="2">${cell('A2', '1')}${cell('B2', 'a@example.com')}<c r="C2" t="s">${value}</c></row>`
    const sharedTexts = ['<t>externalId</t>']
    const lost = workbookOf({ rows: shared('<v>7</v>'), sharedTexts })
    await expect(bring('lost.xlsx', lost)).rejects.toThrow(
      'The workbook is damaged: it lacks texts of its cells',
    )
    const { found } = await bring('none.xlsx', workbookOf({ rows: shared('<v></v>'), sharedTexts }))
    expect(found('1')).not.toHaveProperty('name')
  })

  it('ends as unfinished at a row of over a million characters', async () => {
    const large = `<row r="3">${cell('A3', '2')}${cell('B3', 'a'.repeat(1_000_001))}</row>`
    const { json } = await bring('large.xlsx', workbookOf({ rows: `${header}${person}${large}` }))
    expect(json).toMatchObject({ imported: 1, finished: false })
    expect(JSON.stringify(json)).toContain('The record that begins in line 3 is larger')
  })

  it('is read by its own list of parts, whatever they are called, and by the days that Excel counts', async () => {
    const day = (row: number, days: number) =>
      `<row r="${row}">${cell(`A${row}`, `${row}`)}${cell(`B${row}`, `b${row}@example.com`)}<c r="C${row}" s="1"><v>${days}</v></c></row>`
    const rows = `<row r="1">${cell('A1', 'externalId')}${cell('B1', 'email')}<c r="C1" t="s"><v>0</v></c></row>${day(2, 59)}${day(3, 60)}${day(4, 61)}`
    const parts = {
      rows,
      sharedTexts: ['<t>birthDate</t>'],
      formats: ['yyyy-mm-dd'],
      named: 'otherwise',
    } as const
    const { json, found } = await bring('named.xlsx', workbookOf(parts))
    expect(json).toMatchObject({ imported: 3, warned: 1 })
    expect(found('2')['birth']).toMatchObject({ year: 1900, monthDay: '0228' })
    expect(found('3')).not.toHaveProperty('birth')
    expect(found('4')['birth']).toMatchObject({ year: 1900, monthDay: '0301' })
  })

  it('is told where one cell stands for several rows, since the others would be read as empty', async () => {
    const merged = (range: string) =>
      workbookOf({
        rows: `${header}${person}</sheetData><mergeCells><mergeCell ref="${range}"/></mergeCells><sheetData>`,
      })
    const said =
      'The cells C2:C3 are merged over several rows, of which only the first would have the value. Unmerge them, and fill in each row'
    await expect(bring('merged.xlsx', merged('C2:C3'))).rejects.toThrow(said)
    expect(faultInKorean(said)).toContain('C2:C3')
    expect(faultInKorean(said)).not.toBe(said)
    expect((await bring('beside.xlsx', merged('C2:D2'))).json).toMatchObject({ imported: 1, finished: true })
  })
})

describe('a file in another dress', () => {
  const plain = 'externalId,email,name\n1,a@example.com,김하나\n2,b@example.com,"김,둘"\n'
  const tabs = 'externalId\temail\tname\r\n1\ta@example.com\t김하나\r\n2\tb@example.com\t김,둘\r\n'
  it.each<[string, string | Buffer, Options?]>([
    ['mark.csv', `\ufeff${plain}`],
    ['marks.csv', `\ufeff\ufeff${plain}`],
    ['quoted-mark.csv', `\ufeff${plain.replace('externalId', '"externalId"')}`],
    ['utf16.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plain, 'utf16le')])],
    ['utf16.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(tabs, 'utf16le')])],
    ['cp949.csv', iconv.encode(plain, 'cp949'), { encoding: 'cp949' }],
    ['tabs.csv', tabs],
    ['semicolons.csv', plain.replace('"김,둘"', '김,둘').replace(/,(?!둘)/g, ';')],
    ['bars.csv', plain.replace('"김,둘"', '김,둘').replace(/,(?!둘)/g, '|')],
    ['no-end.csv', plain.trimEnd()],
    ['decomposed.csv', plain.normalize('NFD')],
    ['blank-columns.csv', plain.replaceAll('\n', ',,\n')],
    ['carriage.csv', plain.replaceAll('\n', '\r\r\n')],
    [
      'long.csv',
      plain.replace('name', 'name,memo').replace('김하나', `김하나,"${'x'.repeat(990_000)}"`),
      { ignoresUnknown: true },
    ],
  ])('brings the same members: %s', async (name, content, options) => {
    const { json, found } = await bring(name, content, options)
    expect(json).toMatchObject({ imported: 2, rejected: 0, warned: 0, finished: true })
    expect([found('1').name, found('2').name, found('2').email.value]).toEqual([
      '김하나',
      '김,둘',
      'b@example.com',
    ])
  })

  it.each<[string, string | Buffer, string]>([
    ['packed.csv', gzipSync(plain), 'is compressed'],
    ['book.csv', workbookOf({ rows: '' }), 'whose name must end in .xlsx'],
    ['twice.csv', 'externalId,email,email\n1,a,b\n', 'has a column twice: email'],
    ['unmarked.csv', Buffer.from(plain, 'utf16le'), 'can be read as utf-16le'],
  ])('is told, and brings nobody: %s', async (name, content, said) => {
    await expect(bring(name, content)).rejects.toThrow(said)
  })
})

describe('a value whose fault shows late', () => {
  it('is told, where a line of JSON has one name twice', async () => {
    const lines =
      '{"externalId":"1","email":"a@example.com","status":"suspended","status":"active"}\n{"externalId":"2","email":"b@example.com","attributes":{"email":1},"name":"{\\"email\\":"}\n'
    const { json, told } = await bring('twice.jsonl', lines)
    expect(json).toMatchObject({ imported: 1, rejected: 1 })
    expect(told).toContain('must not occur twice')
  })

  it('is no name, where an entity stands for half a character or for a lost one', async () => {
    expect(await valuesOf('name', '김&#55296;나', '&#65533;', '&#48577;')).toEqual([
      undefined,
      undefined,
      '뷁',
    ])
  })

  it('is an answer at the time of joining, where its own time stands for none, and none in the future', async () => {
    const rows =
      '1,a@example.com,2019-05-17,marketing:1:yes:0000-00-00\n2,b@example.com,2019-05-17,marketing:1:yes:2090-01-01\n'
    const { json, told } = await bring('answers.csv', `externalId,email,joinedAt,consents\n${rows}`)
    expect(json).toMatchObject({ imported: 2, warned: 1 })
    expect(told).toContain('"line":3')
  })
})
