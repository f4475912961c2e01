import { expect, it } from 'vitest'
import { commandWith } from '../../lib/commands/calling/same-command.ts'
import { surplusArguments } from '../../lib/commands/calling/surplus-arguments.ts'
import { unknownCommand } from '../../lib/commands/calling/unknown-command.ts'
import { commands } from '../../lib/commands/command-table.ts'
import { membersUsage } from '../../lib/commands/members-usage.ts'
import { faultInKorean } from '../../lib/commands/saying/korean-faults.ts'
import { statusChanges } from '../../lib/domain/member/status-change.ts'

const saidOf = (command: string, ...given: readonly string[]) =>
  surplusArguments(command, commands[command]?.takes ?? [], given)?.message

it.each(['analyze', 'import', 'bulk', 'export'])('%s refuses all files but one, by name', (command) => {
  expect(saidOf(command, 'm1.csv')).toBeUndefined()
  expect(saidOf(command, 'm1.csv', 'm2.csv', 'm3.csv')).toBe(
    `${command} takes FILE alone, and there is more: m2.csv, m3.csv. Give each file a command of its own`,
  )
})

it('a command takes as many arguments as it reads, and no more', () => {
  const counts = Object.entries(commands).map(([name, { takes }]) => [name, takes.length])
  expect(Object.fromEntries(counts)).toEqual({
    ...{ analyze: 1, import: 1, bulk: 1, undo: 1, export: 1, show: 1, history: 1, close: 1, 'sign-out': 1 },
    ...{ republish: 0, redrive: 0, 'index-names': 0, 'erase-again': 0, 'close-again': 1 },
    ...{ unlink: 2, 'remove-passkey': 2 },
    ...Object.fromEntries(statusChanges.map((name) => [name, 1])),
  })
})

it.each(['en', 'ko'] as const)('the help in %s tells every command', (locale) => {
  const usage = membersUsage(locale)
  expect(Object.keys(commands).filter((name) => !new RegExp(`(?:-- |\\| )${name}\\b`).test(usage))).toEqual(
    [],
  )
})

it.each([
  ['imprt', 'import'],
  ['exprot', 'export'],
  ['Undo', 'undo'],
  ['sign_out', 'sign-out'],
  ['reactive', 'reactivate'],
])('a word that is no command is told with the nearest one: %s', (word, nearest) => {
  const { message } = unknownCommand(word, Object.keys(commands))
  expect(message).toBe(`There is no command ${word}. Did you mean ${nearest}? --help lists all`)
  expect(faultInKorean(message)).toBe(
    `${word} 명령은 없습니다. ${nearest} 명령인가요? --help로 모든 명령을 볼 수 있습니다`,
  )
})

it('a word that is like no command is told without one', () => {
  const { message } = unknownCommand('members', Object.keys(commands))
  expect(message).toBe('There is no command members. --help lists them')
  expect(faultInKorean(message)).toBe('members 명령은 없습니다. --help로 명령을 볼 수 있습니다')
})

it('a refused argument is told in Korean', () => {
  const [files, none, two] = [
    saidOf('import', 'a', 'b'),
    saidOf('redrive', 'x'),
    saidOf('unlink', 'm', 'p', 'q'),
  ]
  expect(faultInKorean(files ?? '')).toBe(
    'import에는 FILE만 적습니다. 더 적은 것: b. 파일마다 명령을 따로 실행하세요',
  )
  expect(faultInKorean(none ?? '')).toBe('redrive 뒤에는 아무것도 적지 않습니다. 더 적은 것: x')
  expect(faultInKorean(two ?? '')).toBe('unlink에는 MEMBER, PROVIDER만 적습니다. 더 적은 것: q')
})

it('a suggested command has its options before --, behind which nothing is an option', () => {
  const more = ['--encoding', 'cp949']
  expect(commandWith(more, ['import', '--local', '--', '-old file.csv'])).toBe(
    "npm run members -- import --local --encoding cp949 -- '-old file.csv'",
  )
  expect(commandWith(more, ['import', 'old.csv'])).toBe('npm run members -- import old.csv --encoding cp949')
})
