import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { bigDatabase, members, membersApart, runMembersHere } from '../members-command.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-command-'))
const database = await bigDatabase()
afterAll(async () => {
  await database.stop()
  await rm(folder, { recursive: true })
}, 60_000)
const shell = await database.shell()

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

const linesIn = async (file: string): Promise<readonly unknown[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

const header = 'externalId,email,name,phone\n'

describe('npm run members -- import', () => {
  it('counts every record, and tells in two files what it rejected and what it left out', async () => {
    const text = `${header}c1,c1@example.com,김하나,02-123-4567\nc2,,,\nc1,c1@example.com,김하나,\nc3,c3@example.com,김셋,,x\n`
    const file = await fileOf('counted.csv', text)
    const out = await members(shell, 'import', file)
    expect(out).toMatch(/^imported 1, there already 1, rejected 2\nundo [0-9a-f-]{36}\n/)
    expect(await linesIn(`${file}.rejects.jsonl`)).toMatchObject([
      { line: 3, externalId: 'c2', faults: [{ pointer: '' }] },
      { line: 5, faults: [{ pointer: '', detail: 'has 5 values, and the header names 4' }] },
    ])
    expect(await linesIn(`${file}.warnings.jsonl`)).toMatchObject([
      { line: 2, externalId: 'c1', faults: [{ pointer: '/phone' }] },
      { line: 4, externalId: 'c1', faults: [{ detail: 'repeats the externalId of line 2' }] },
    ])
    expect(await members(shell, 'import', file, '--strict', '--check', '--json')).toBe(
      `${JSON.stringify({ checked: true, imported: 0, thereAlready: 1, rejected: 3, sharing: 0, warned: 0, finished: true, rejects: `${file}.rejects.jsonl` })}\n`,
    )
  }, 60_000)

  it('counts a row that lacks its last values apart from who lost a value', async () => {
    const file = await fileOf('short.csv', `${header}t1,t1@example.com\nt2,t2@example.com,김둘,02-123-4567\n`)
    const json = await members(shell, 'import', file, '--check', '--json')
    expect(JSON.parse(json)).toMatchObject({ imported: 2, warned: 1, short: 1 })
    const strict = await members(shell, 'import', file, '--check', '--strict', '--json')
    expect(JSON.parse(strict)).toMatchObject({ imported: 1, rejected: 1, warned: 0, short: 1 })
    const text = await members(shell, 'import', file)
    expect(text).toContain('without a value that was not understood 1, see')
    expect(text).toContain('lacks its last values, which count as empty 1, see')
  }, 60_000)

  it('fails where a file cannot be read to its end, after what stands before', async () => {
    const file = await fileOf('open.csv', `${header}o1,o1@example.com,김하나,\no2,o2@example.com,"김둘,\n`)
    const { code, out, err } = await runMembersHere(shell, 'import', file, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ imported: 1, rejected: 0, finished: false, line: 3 })
    expect(err).toContain('A quote opens in line 3')
    const analyzed = await runMembersHere(shell, 'analyze', file, '--language', 'ko')
    expect(analyzed.code).toBe(1)
    expect(analyzed.out).toMatch(/^가져올 회원: 1\n/)
    expect(analyzed.out).toContain('읽은 데까지만 셌습니다')
    expect(analyzed.out).not.toContain('비밀번호 해시')
    expect(analyzed.err).toContain('3번째 줄에서 연 따옴표가 끝까지 닫히지 않습니다')
  }, 60_000)

  it('ends as unfinished where a file brings nobody', async () => {
    const file = await fileOf('nobody.csv', header)
    const { code, out, err } = await runMembersHere(shell, 'import', file, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ imported: 0, finished: false, line: 1 })
    expect(err).toBe('The file has a header, and no record below it\n')
  }, 60_000)

  it('says the command that would read a file in another encoding, and it does', async () => {
    const korean = '회원번호,이메일,이름\nk1,k1@example.com,김하나\n'
    const file = await fileOf('korean.csv', iconv.encode(korean, 'cp949'))
    const first = await runMembersHere(shell, 'import', file)
    expect(first.code).toBe(1)
    expect(first.err).toContain(`npm run members -- import ${file} --encoding cp949`)
    const second = await runMembersHere(shell, 'import', file, '--encoding', 'cp949')
    const suggested = '--map 회원번호=externalId --map 이메일=email --map 이름=name'
    expect(second.err).toContain(`--encoding cp949 ${suggested}`)
    const map = await fileOf('map.txt', '# the columns\n회원번호=externalId\n이메일=email\n이름=name\n')
    expect(await members(shell, 'import', file, '--encoding', 'cp949', '--map', map)).toMatch(/^imported 1,/)
  }, 60_000)

  it('speaks Korean where the shell or the operator does', async () => {
    const file = await fileOf('spoken.csv', `${header}s1,s1@example.com,김하나,02-123-4567\ns2,,,\n`)
    const korean = { variables: { ...shell.variables, LANG: 'ko_KR.UTF-8' } }
    const out = await members(korean, 'import', file)
    expect(out).toMatch(/^가져온 회원 1, 이미 있는 회원 0, 거절된 레코드 1\nundo [0-9a-f-]{36}\n/)
    const [, id = ''] = /undo (\S+)/.exec(out) ?? []
    expect(await membersApart(shell, 'undo', id, '--language', 'ko')).toMatch(/^되돌린 회원 1,/)
    const again = await runMembersHere(shell, 'undo', id, '--language', 'ko')
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toContain(`${id} 번 가져오기의 회원이 없습니다.`)
  }, 60_000)

  it('writes a bulk file, and imports the others after it', async () => {
    const file = await fileOf(
      'bulk.csv',
      `${header}b1,b1@example.com,김하나,\nb2,b2@example.com,김둘,\nb3,b2@example.com,김셋,\n`,
    )
    const out = await membersApart(shell, 'bulk', file)
    expect(out).toMatch(/^written 1, left for the import 2, rejected 0\nundo [0-9a-f-]{36}\n/)
    expect(JSON.parse(await readFile(`${file}.bulk.table.json`, 'utf8'))).toMatchObject({
      TableName: 'ieum-members',
      BillingMode: 'PAY_PER_REQUEST',
    })
    expect(await members(shell, 'import', file)).toMatch(/^imported 3,/)
  }, 60_000)
})
