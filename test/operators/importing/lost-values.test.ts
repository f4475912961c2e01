import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { readColumnMap } from '../../../lib/operators/importing/reading/columns/columns.ts'
import { readFile } from '../../../lib/operators/importing/reading/read-file.ts'
import { UnusableFile } from '../../../lib/operators/importing/reading/unusable-file.ts'
import { readIdentities } from '../../../lib/operators/importing/understanding/linked-records.ts'
import { plainRules } from '../../../lib/operators/importing/understanding/rules.ts'
import { readName } from '../../../lib/operators/importing/understanding/text.ts'
import { understoodMember } from '../../../lib/operators/importing/understood-member.ts'
import { storedFormOf } from '../../../lib/passwords/imported/imported-password.ts'
import { readStoredHash } from '../../../lib/passwords/stored-hash.ts'
import { workbookOf } from '../../support/workbook.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-lost-'))
afterAll(() => rm(folder, { recursive: true }))
const rules = plainRules(new Date('2026-11-28T00:00:00Z'))

let files = 0
/** The members of a file as they are understood, and what ends the reading. */
async function read(content: string | Buffer, name = 'old.csv', ignoresUnknown = false) {
  files += 1
  const file = join(folder, `${files}-${name}`)
  await writeFile(file, content)
  const records: ReturnType<typeof understoodMember>[] = []
  try {
    for await (const record of readFile(file, { ignoresUnknown, map: readColumnMap([]) }))
      records.push(understoodMember(record, rules, false))
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error
    return { records, end: error }
  }
  return { records, end: undefined }
}

const memberOf = (record: ReturnType<typeof understoodMember> | undefined) => {
  if (record?.kind !== 'member') throw new Error(JSON.stringify(record))
  return record
}

const password = 'correct horse 12'
const header = 'externalId,email,passwordHash,passwordScheme,passwordSalt\n'
const rowOf = (salt: string, cell: string): string => {
  const hash = createHash('md5')
    .update(salt + password)
    .digest('hex')
  return `1,a@b.example,${hash},md5(salt+password),${cell}\n`
}
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

describe('a salt', () => {
  const salts = [
    'a b ',
    ' ab',
    'ab\u200b',
    '-',
    '.',
    '없음',
    "'0010",
    "'=x",
    '\u3164',
    '0010',
    'e\u0301',
    '  ',
    'ab,',
  ]
  it.each(salts)('is taken as it is written: %j', async (salt) => {
    for (const cell of salt.includes(',') ? [quoted(salt)] : [salt, quoted(salt)]) {
      const { member, faults } = memberOf((await read(header + rowOf(salt, cell))).records[0])
      expect(faults).toEqual([])
      expect(member.password).toMatchObject({ kind: 'weak', recipe: { salt } })
    }
    const [hash] = [
      createHash('md5')
        .update(salt + password)
        .digest('hex'),
    ]
    const json = JSON.stringify({
      externalId: '1',
      email: 'a@b.example',
      passwordHash: hash,
      passwordScheme: 'md5(salt+password)',
      passwordSalt: salt,
    })
    const { member } = memberOf((await read(json, 'old.jsonl')).records[0])
    expect(member.password).toMatchObject({ recipe: { salt } })
  })

  it('lets a member in by the password whose salt has blanks', async () => {
    const { member } = memberOf((await read(header + rowOf(' a b ', '" a b "'))).records[0])
    if (member.password === undefined) throw new Error('no password')
    const stored = readStoredHash(await storedFormOf(member.password))
    expect(await stored?.matches(password)).toBe(true)
  })

  it.each([
    ['="x"', '="x"'],
    ['x', '"x" y'],
    ['x', 'a\ufffdb'],
    ['x', '#N/A'],
  ])('that nobody can tell costs the password, which is told: %j as %s', async (salt, cell) => {
    const { member, faults } = memberOf((await read(header + rowOf(salt, cell))).records[0])
    expect(member.password).toBeUndefined()
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/passwordSalt', '/passwordHash'])
  })

  it('costs the password where it is no text, and so does a scheme that is damaged', async () => {
    const given = { externalId: '1', email: 'a@b.example', passwordHash: 'd'.repeat(32) }
    for (const [part, pointer] of [
      [{ passwordScheme: 'md5(salt+password)', passwordSalt: { a: 1 } }, '/passwordSalt'],
      [{ passwordScheme: 'md5(\npassword)' }, '/passwordScheme'],
    ] as const) {
      const { member, faults } = memberOf(
        (await read(JSON.stringify({ ...given, ...part }), 'old.jsonl')).records[0],
      )
      expect(member.password).toBeUndefined()
      expect(faults.map((fault) => fault.pointer)).toEqual([pointer, '/passwordHash'])
    }
  })

  it('is none in NULL, and a password in plain keeps its blanks', async () => {
    const { member, faults } = memberOf((await read(header + rowOf('', 'NULL'))).records[0])
    expect(member.password).toBeUndefined()
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/passwordHash'])
    const plain = memberOf((await read(`${header}1,a@b.example," {noop}pass word ",,\n`)).records[0])
    expect(plain.member.password).toEqual({ kind: 'plain', password: 'pass word ' })
  })
})

describe('a formula without its value', () => {
  const cell = (place: string, text: string): string =>
    `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`
  const head = `<row r="1">${['externalId', 'email', 'name'].map((name, index) => cell(`${'ABC'[index]}1`, name)).join('')}</row>`

  it('is told, be it a name or an id', async () => {
    const rows = `${head}<row r="2">${cell('A2', '1')}${cell('B2', 'a@b.example')}<c r="C2"><f>A1&amp;B1</f><v></v></c></row>
      <row r="3"><c r="A3"><f>ROW()</f></c>${cell('B3', 'b@b.example')}</row><row r="4"><c r="A4"><f>ROW()</f></c></row>
      <row r="5">${cell('A5', '5')}${cell('B5', 'e@b.example')}<c r="C5" t="str"><f>""</f><v></v></c></row>
      <row r="6">${cell('A6', '6')}${cell('B6', 'f@b.example')}<c r="C6" t="str"><f>"a"</f><v>김하나</v></c></row>`
    const { records } = await read(workbookOf({ rows }), 'old.xlsx')
    const detail = 'is a formula without its value: open and save the file in Excel'
    expect(memberOf(records[0]).faults).toEqual([{ pointer: '/name', detail }])
    expect(records[1]).toMatchObject({ kind: 'rejected' })
    expect(records[1]?.faults).toContainEqual({ pointer: '/externalId', detail })
    expect(records[2]).toMatchObject({ kind: 'rejected' })
    expect(memberOf(records[3]).faults).toEqual([])
    expect(memberOf(records[4]).member.name).toBe('김하나')
  })
})

describe('a column without a name', () => {
  const text = 'externalId,email,,\n1,a@b.example,,NULL\n2,b@b.example,,메모\n'
  it('is unknown where it holds a value, by its place', async () => {
    const { records, end } = await read(text)
    expect(records).toHaveLength(1)
    expect(end?.message).toContain('unknown columns: column 4, which has no name and holds a value in line 3')
    expect(end?.tryOptions).toEqual(['--ignore-unknown'])
    expect((await read(text, 'old.csv', true)).records).toHaveLength(2)
  })

  it('is left out while it is empty, and a field of JSON without a name is unknown', async () => {
    expect((await read(text.replace('메모', ''))).end).toBeUndefined()
    const { records } = await read('{"externalId":"1","email":"a@b.example","":"메모"}', 'old.jsonl')
    expect(records[0]).toMatchObject({ kind: 'rejected', faults: [{ pointer: '/' }] })
  })
})

describe('a part of an identity', () => {
  const at = new Date('2020-01-01T00:00:00Z')
  const given = (more: object) => [{ provider: 'kakao', subject: '3100000001', ...more }]
  it.each([
    ['tomorrow', '/identities/0/linkedAt'],
    ['2199-01-01', '/identities/0/linkedAt'],
    [12, '/identities/0/linkedAt'],
  ])('is told where it is not understood: linkedAt %s', (linkedAt, pointer) => {
    const { values, faults } = readIdentities(given({ linkedAt }), at, rules)
    expect(values).toMatchObject([{ subject: '3100000001', linkedAt: at }])
    expect(faults).toEqual([{ pointer, detail: 'must be a time such as 2019-05-17T10:00:00Z' }])
  })

  it('is told as a label of two lines, and not as a time that stands for none', () => {
    expect(readIdentities(given({ label: 'a\nb' }), at, rules).faults).toEqual([
      { pointer: '/identities/0/label', detail: 'must be one line' },
    ])
    expect(readIdentities(given({ linkedAt: '0000-00-00 00:00:00', label: '' }), at, rules).faults).toEqual(
      [],
    )
  })
})

describe('a record with very many levels', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  const objectOf = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  it.each([
    'attributes',
    'status',
    'identities',
    'joinedAt',
    'birthDate',
    'consents',
    'name',
    'passwordSalt',
  ])('costs no other record: %s', async (field) => {
    const line = (value: string) => `{"externalId":"1","email":"a@b.example","${field}":${value}}\n`
    const text = line(deep(8000)) + line(objectOf(50_000)) + line(JSON.stringify(deep(30_000)))
    const { records, end } = await read(`${text}{"externalId":"2","email":"b@b.example"}\n`, 'old.jsonl')
    expect(end).toBeUndefined()
    expect(records).toHaveLength(4)
    expect(records[0]?.faults[0]?.detail).toBeDefined()
    expect(memberOf(records[3]).member.externalId).toBe('2')
    if (field === 'status') expect(records[0]).toMatchObject({ kind: 'rejected' })
  })

  it('is one beside digits that a number would lose, and twenty levels are none', async () => {
    const line = `{"externalId":12345678901234567890,"email":"a@b.example","attributes":${objectOf(30_000)}}\n`
    const { records } = await read(line, 'old.jsonl')
    expect(records[0]?.faults).toEqual([{ pointer: '', detail: 'is nested too deeply' }])
    const fine = `{"externalId":"1","email":"a@b.example","attributes":${objectOf(20)}}\n`
    expect(memberOf((await read(fine, 'old.jsonl')).records[0]).faults).toEqual([])
    expect(
      memberOf((await read(fine.replace('"a":1', '"a":{"a":1}'), 'old.jsonl')).records[0]).faults,
    ).toHaveLength(1)
  })
})

describe('a name whose bytes were read in another encoding', () => {
  const syllables = (from: number): string =>
    [0, 1, 2].map((place) => String.fromCodePoint(0xac00 + ((from * 7 + place * 3571) % 11_172))).join('')
  const names = Array.from({ length: 1596 }, (_, index) => syllables(index))

  it('is left out', () => {
    expect(['ê¹€í•˜ë‚˜', 'ì´ë„í˜„', 'ê¹€í•˜ë‚˜ (VIP)'].map(readName)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    for (const name of names) {
      const bytes = Buffer.from(name)
      expect(readName(new TextDecoder('windows-1252').decode(bytes))).toBeUndefined()
      expect(readName(bytes.toString('latin1'))).toBeUndefined()
    }
  })

  it('is no real one', () => {
    const latin = [
      'José Å',
      'Noël',
      'Zoë',
      'Siân Brontë',
      'Íñigo Núñez',
      'Anaïs',
      'Œuvre',
      'Žižek',
      'Jíša',
      'Renée’s',
      'Ìsís',
      'Dvořák',
      'Ümit',
      'Đặng',
    ]
    const others = ['金하나', '李', '金大中', '源', '山田太郎', '源義経', '김 Noël', '姜하늘', '유리', '힣갸']
    for (const name of [...latin, ...others, ...names]) expect(readName(name)).toBe(name.normalize('NFC'))
    const bytesOf = (name: string): string => iconv.decode(iconv.encode(name, 'cp949'), 'cp949')
    for (const name of names) expect(readName(bytesOf(name))).toBe(name)
  })
})

describe('a suggested command', () => {
  it('names columns in another case, and is left out where it would not read the file', async () => {
    const { end } = await read('ExternalID,E-mail,NAME\n1,a@b.example,a\n')
    expect(end?.tryOptions).toEqual([
      '--map',
      'ExternalID=externalId',
      '--map',
      'E-mail=email',
      '--map',
      'NAME=name',
    ])
    expect((await read('이름,메일\na,a@b.example\n')).end?.tryOptions).toEqual([])
    expect((await read('externalId,identities,카카오\n1,kakao:1,2\n')).end?.tryOptions).toEqual([])
  })

  it('guesses no encoding of a text with zero bytes, and none of what is no text', async () => {
    const { records, end } = await read('externalId,email,name\n1,a@b.example,a\n\0\0\0\0\n2,b@b.example,b\n')
    expect([records.length, end]).toEqual([2, undefined])
    expect((await read('externalId,email\n\0\0\0\0\0\0\0\0,a@b.example\n')).end).toBeUndefined()
    const zipped = (await read(gzipSync('externalId,email\n1,a@b.example\n'))).end
    expect(zipped?.message).toBe('The file is compressed, and no text. Unpack it first')
    expect((await read(workbookOf({ rows: '' }))).end?.message).toContain('name must end in .xlsx')
    expect((await read(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).end?.message).toContain('old Excel file')
    const korean = iconv.encode('회원번호,이메일\n1,a@b.example\n', 'utf-16be')
    expect((await read(korean)).end?.tryOptions).toEqual(['--encoding', 'utf-16be'])
  })

  it('stands below the line that is not of the encoding, whatever ends the lines', async () => {
    const rows = 'externalId,email,name\n1,a@b.example,a\n2,b@b.example,김하나\n'
    for (const end of ['\n', '\r', '\r\n']) {
      const fault = (await read(iconv.encode(rows.replaceAll('\n', end), 'cp949'))).end
      expect(fault?.message).toContain('Line 3 is not UTF-8')
      expect(fault?.tryOptions).toEqual(['--encoding', 'cp949'])
    }
  })
})
