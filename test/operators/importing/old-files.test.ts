import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { importFile } from '../../../lib/operators/importing/import-file.ts'
import { type ReadOptions, readFile } from '../../../lib/operators/importing/reading/read-file.ts'
import { UnusableFile } from '../../../lib/operators/importing/reading/unusable-file.ts'
import { readOldMember } from '../../../lib/operators/importing/understanding/read-old-member.ts'
import { plainRules } from '../../../lib/operators/importing/understanding/rules.ts'
import { undoImport } from '../../../lib/operators/importing/undo-import.ts'
import { storedFormOf } from '../../../lib/passwords/imported/imported-password.ts'
import { createPasswords } from '../../../lib/passwords/passwords.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { createOperatorStore } from '../../../lib/store/operators/operator-store.ts'
import hashes from '../../passwords/frameworks/hashes.json' with { type: 'json' }
import hashesOfNode from '../../passwords/frameworks/hashes-of-node.json' with { type: 'json' }
import { freshTable, plainHashes } from '../../support/database.ts'
import { plainOptions } from '../../support/import-options.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-old-files-'))
afterAll(() => rm(folder, { recursive: true }))
const now = new Date('2026-11-29T00:00:00Z')

let files = 0
async function fileOf(content: string | Buffer): Promise<string> {
  files += 1
  const file = join(folder, `${files}.csv`)
  await writeFile(file, content)
  return file
}

/** What an import understands of a file: its members, the places of faults, and why it ends early. */
async function understand(content: string | Buffer, options: Partial<ReadOptions> = {}) {
  const reading = { map: new Map(), ignoresUnknown: false, ...options }
  const understood = []
  let end: UnusableFile | undefined
  try {
    for await (const { content: record } of readFile(await fileOf(content), reading)) {
      understood.push(
        record.kind === 'fields'
          ? readOldMember(record, plainRules(now))
          : { kind: 'faulty' as const, faults: [record.fault] },
      )
    }
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error
    end = error
  }
  const members = understood.flatMap((one) => (one.kind === 'member' ? [one.member] : []))
  const faults = understood.flatMap((one) => (one.kind === 'member' ? one.warnings : one.faults))
  const told = faults.map(({ pointer }) => pointer)
  return { records: understood.length, members, faults, told, end }
}

const faultsOf = async (content: string) => (await understand(content)).faults

/** The only member of a file with one row. */
async function memberWith(column: string, value: string) {
  const { members, told } = await understand(`externalId,email,${column}\n1,a@example.com,${value}\n`)
  return { member: members[0], told }
}

const row = (id: number): string => `${id},m${id}@example.com,회원${id}`
const rows = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index))

describe('a file of an old system', () => {
  it('that Korean Excel saved names the encoding that reads it, which has every syllable', async () => {
    const file = iconv.encode(
      'externalId,email,name\n1,a@example.com,김하나\n2,b@example.com,김뷁\n',
      'cp949',
    )
    expect((await understand(file)).end?.tryOptions).toEqual(['--encoding', 'cp949'])
    const { members } = await understand(file, { encoding: 'cp949' })
    expect(members.map(({ name }) => name)).toEqual(['김하나', '김뷁'])
  })

  it('whose first row has text behind a closing quote accounts for all thousand rows', async () => {
    const text = `externalId,email,name\n1,a@b.example,"홍" 길동\n${rows(2, 1000).join('\n')}\n`
    const { records, members, told } = await understand(text)
    expect({ records, members: members.length, told }).toEqual({
      records: 1000,
      members: 1000,
      told: ['/name'],
    })
  })

  it('in whose second row a quote never closes ends as unfinished, and names line 3', async () => {
    const text = `externalId,email,name\n${row(1)}\n2,b@example.com,"회원2\n${rows(3, 3000).join('\n')}\n`
    const { members, end } = await understand(text)
    expect(members.map(({ externalId }) => externalId)).toEqual(['1'])
    expect(end?.message).toContain('line 3')
  })

  it('with one other line end has all its hundred members', async () => {
    const text = `externalId,email,name\r\n${rows(1, 50).join('\r\n')}\n${rows(51, 100).join('\r\n')}\r\n`
    expect((await understand(text)).members).toHaveLength(100)
  })

  it('with a Korean header is told the map that reads it', async () => {
    const { end } = await understand('회원번호,이메일,이름\n1,a@example.com,김하나\n')
    expect(end?.tryOptions).toEqual([
      ...['--map', '회원번호=externalId', '--map', '이메일=email', '--map', '이름=name'],
    ])
  })
})

describe('a member of an old system', () => {
  it('called NULL has no name', async () => {
    expect(await memberWith('name', 'NULL')).toEqual({
      member: expect.not.objectContaining({ name: expect.anything() }),
      told: [],
    })
  })

  it('keeps no identity whose number a spreadsheet has shortened, and that is told', async () => {
    const { member, told } = await memberWith('identities', 'kakao:2.71235E+09')
    expect([member?.identities, told]).toEqual([[], ['/identities/0']])
  })

  it('with a number of a landline is there without it, and that is told', async () => {
    const { member, told } = await memberWith('phone', '02-123-4567')
    expect([member?.email?.value, member?.phone, told]).toEqual(['a@example.com', undefined, ['/phone']])
  })

  it('joined at the day that is written with dots, in the zone of the stage', async () => {
    expect((await memberWith('joinedAt', '2019.05.17')).member?.joinedAt).toEqual(
      new Date('2019-05-17T00:00:00+09:00'),
    )
  })

  it('joined at a time that is written in Korean', async () => {
    expect((await memberWith('joinedAt', '2019-05-17 오후 3:05:00')).member?.joinedAt).toEqual(
      new Date('2019-05-17T15:05:00+09:00'),
    )
  })

  it('is born on a day that is written with dots and blanks', async () => {
    expect((await memberWith('birthDate', '1990. 2. 20.')).member?.birth).toMatchObject({
      year: 1990,
      monthDay: '0220',
    })
  })

  it('has an address without the blanks at its edges', async () => {
    const { members } = await understand('externalId,email\n1, hong@example.com \n')
    expect(members[0]?.email?.value).toBe('hong@example.com')
  })

  it('has no lead by a number that nobody is given any more, and that is told', async () => {
    const { members, told } = await understand(
      'externalId,email,phone,phoneVerified\n1,a@example.com,016-234-5678,true\n',
    )
    expect([members[0]?.phone, members[0]?.ways, told]).toEqual([undefined, [], ['/phone']])
  })
})

it.each([
  ['정지', '--map-value 정지=suspended'],
  ['휴면회원', '--map-value 휴면회원=deactivated'],
  ['정상', '--map-value 정상=active'],
  ['홍길동의 상태', '--map-value WORD=suspended'],
])('a member with the status %s is rejected, and told %s', async (word, option) => {
  const [first] = await faultsOf(`externalId,email,status\n1,a@example.com,${word}\n`)
  expect(first?.pointer).toBe('/status')
  expect(first?.detail.endsWith(`Say what a word means by ${option}`)).toBe(true)
})

describe('an old password', () => {
  const password = '비밀 lètmein 1'
  const passwords = createPasswords()
  it.each([
    ['{bcrypt} of Spring', hashes['Spring, bcrypt']],
    ['argon2id with m, p, t', hashesOfNode['argon2 of npm']],
    ['32 hex digits of MD5', hashes.MD5],
    ['*A4B6… of MySQL', hashes['MySQL, PASSWORD()']],
    ['sha256:12000:… of Gnuboard', hashes['Gnuboard 5']],
    ['$P$B… of phpass', hashes['WordPress before 6.8, phpass']],
    ['$scrypt$n=… of AdonisJS', hashesOfNode['AdonisJS, scrypt']],
    ['$bcrypt$v=98$… of AdonisJS', hashesOfNode['AdonisJS, bcrypt']],
  ])('works that was hashed as %s', async (_, hash) => {
    const { members, told } = await understand(`externalId,email,passwordHash\n1,a@example.com,"${hash}"\n`)
    const [imported] = members.flatMap((member) => member.password ?? [])
    expect(told).toEqual([])
    expect(imported && (await passwords.verify(password, await storedFormOf(imported)))).toBe(true)
  })

  it('of a cheap digest lies in the table only wrapped', async () => {
    const digest = createHash('md5').update(password).digest('hex')
    const { members } = await understand(`externalId,email,passwordHash\n1,a@example.com,${digest}\n`)
    const [imported] = members.flatMap((member) => member.password ?? [])
    expect(imported && (await storedFormOf(imported))).not.toContain(digest)
  })
})

it('the same file, mended, renews whom nobody has used since, and an import can be taken back', async () => {
  const { client, tableName } = await freshTable()
  const { imports, exports } = createOperatorStore({ client, tableName, hashes: plainHashes })
  const bring = async (name: string, updates: boolean) => {
    const file = await fileOf(`externalId,email,name\n1,a@example.com,${name}\n`)
    const source = { imports, hashes: plainHashes, record: ids.record, tableId: tableName, now: () => now }
    const options = { ...plainOptions, file, updates, atOnce: 8 }
    return importFile({ ...source, timeZone: 'Asia/Seoul' }, options)
  }
  const first = await bring('김하니', false)
  expect((await bring('김하나', true)).counts).toMatchObject({ there: 1, renewed: 1 })
  const names = []
  for await (const page of exports.pages())
    for (const id of page) names.push((await exports.findWhole(id))?.member.name)
  expect(names).toEqual(['김하나'])
  expect(await undoImport(imports, first.importId)).toEqual({ takenBack: 1, leftAlone: 0 })
})
