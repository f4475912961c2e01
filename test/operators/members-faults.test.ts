import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { runMembersHere } from './members-command.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-faults-'))
afterAll(() => rm(folder, { recursive: true }))
await mkdir(join(folder, 'folder.csv'))

const shell = { variables: {} }
const korean = { variables: { LANG: 'ko_KR.UTF-8' } }

const fileOf = async (name: string, content: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

/** What a command that fails prints as its fault. */
async function faultOf(...given: readonly string[]): Promise<string> {
  const { code, err } = await runMembersHere(shell, ...given, '--language', 'en')
  expect(code).toBe(1)
  return err
}

it('an unknown command says so, suggests the nearest one, and fails', async () => {
  expect(await runMembersHere(shell, 'imprt', 'old.csv')).toEqual({
    code: 1,
    out: '',
    err: 'There is no command imprt. Did you mean import? --help lists all\n',
  })
  const { code, err } = await runMembersHere(korean, 'constructor')
  expect([code, err]).toEqual([1, 'constructor 명령은 없습니다. --help로 명령을 볼 수 있습니다\n'])
})

it.each(['import', 'analyze', 'bulk'])(
  '%s tells a missing file and a folder before anything else',
  async (name) => {
    const missing = join(folder, 'missing.csv')
    expect(await faultOf(name, missing)).toBe(`There is no file ${missing}\n`)
    expect(await faultOf(name, join(folder, 'none', 'old.csv'))).toContain(
      `There is no folder ${folder}/none for `,
    )
    expect(await faultOf(name, join(folder, 'folder.csv'))).toContain(
      'folder.csv is a folder, and a file is needed',
    )
    const file = await fileOf('sound.csv', 'externalId,email\n1,a@example.com\n')
    expect(await faultOf(name, file, '--map', 'no-such.txt')).toContain(
      'no-such.txt is neither NAME=NAME nor a file of such lines that is there',
    )
    expect(await faultOf(name, file, '--map', folder)).toContain(`${folder} is a folder`)
  },
)

it.each([
  ['empty.jsonl', '', 'The file is empty'],
  ['blank.jsonl', '\n\n', 'The file is empty'],
  ['empty.csv', '', 'The file is empty'],
  ['header.csv', 'externalId,email\r\n\r\n', 'The file has a header, and no record below it'],
  ['array.jsonl', '[{"externalId":"1"}]', "jq -c '.[]' old.json > old.jsonl"],
  ['lines.jsonl', ' [\n{"externalId":"1"},\n{"externalId":"2"}]', "jq -c '.[]' old.json > old.jsonl"],
  ['pretty.jsonl', '{\n  "externalId": "1"\n}\n', 'jq -c . old.json > old.jsonl'],
  ['array.json', '[{"externalId":"1"}]', "jq -c '.[]' old.json > old.jsonl"],
])('a file that brings nobody fails with a plain text: %s', async (name, content, fault) => {
  expect(await faultOf('analyze', await fileOf(name, content))).toContain(fault)
})

it.each([
  ['--at-once', '0', '1 to 1000'],
  ['--at-once', '1001', '1 to 1000'],
  ['--at-once', '1e2', '1 to 1000'],
  ['--port', '0', '1 to 65535'],
  ['--port', '70000', '1 to 65535'],
])('a number out of its range is refused: %s %s', async (option, value, range) => {
  const file = await fileOf('numbers.csv', 'externalId,email\n1,a@example.com\n')
  expect(await faultOf('import', file, '--local', option, value)).toBe(
    `${option} is "${value}"; it must be a whole number from ${range}\n`,
  )
})

it('a column that the file lacks is told, and not ignored', async () => {
  const csv = await fileOf('columns.csv', '번호,email,핸드폰\n1,a@example.com,010-1234-5678\n')
  const map = ['--map', '번호=externalId', '--map', '휴대폰=phone', '--ignore-unknown']
  expect(await faultOf('analyze', csv, ...map)).toContain(
    '--map 휴대폰=phone names a column that the file does not have. Its columns: 번호, email, 핸드폰',
  )
  const lines = await fileOf(
    'columns.jsonl',
    '{"번호":"1","email":"a@example.com","핸드폰":"010-1234-5678"}\n',
  )
  expect(await faultOf('analyze', lines, ...map)).toContain(
    '--map 휴대폰=phone names a field that no record of the file has. All records were read',
  )
  const decomposed = ['--map', '번호=externalId'.normalize('NFD'), '--map', '핸드폰=phone'.normalize('NFD')]
  const { code, out } = await runMembersHere(shell, 'analyze', csv, ...decomposed, '--map', '비고=-')
  expect([code, out.split('\n')[0]]).toEqual([0, '가져올 회원: 1'])
})

it('a field that two names of a record fill rejects it, and loses neither without a word', async () => {
  const lines = await fileOf(
    'twice.jsonl',
    '{"externalId":"1","email":"a@example.com","메일":"b@example.com"}\n{"externalId":"2","email":"c@example.com","identities":"kakao:7","identities.naver":"x"}\n',
  )
  const { out } = await runMembersHere(shell, 'analyze', lines, '--map', '메일=email', '--language', 'en')
  expect(out).toContain('rejected: email must not occur twice  (line 1)')
  expect(out).toContain('rejected: identities must not occur twice  (line 2)')
})

it('a stage without its file is told in the language of the shell', async () => {
  const file = await fileOf('staged.csv', 'externalId,email\n1,a@example.com\n')
  const { code, err } = await runMembersHere(korean, 'import', file, '--stage', 'nowhere')
  expect(code).toBe(1)
  expect(err).toBe(
    'stages/nowhere.json 파일을 읽을 수 없습니다. stages/example.json 파일을 그 자리에 복사해 고치세요\n',
  )
  expect((await runMembersHere(korean, 'import', file, '--stage', 'No Where')).err).toContain(
    '스테이지의 이름이 "No Where"',
  )
})
