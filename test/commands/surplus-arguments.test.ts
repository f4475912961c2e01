import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commandWith } from '../../lib/commands/calling/same-command.ts'
import { surplusArguments } from '../../lib/commands/calling/surplus-arguments.ts'
import { faultInKorean } from '../../lib/commands/korean-faults.ts'
import { statusChanges } from '../../lib/domain/member/status-change.ts'

const saidOf = (command: string, ...given: readonly string[]) => surplusArguments(command, given)?.message

it.each(['analyze', 'import', 'bulk', 'export'])('%s refuses all files but one, by name', (command) => {
  expect(saidOf(command, 'm1.csv')).toBeUndefined()
  expect(saidOf(command, 'm1.csv', 'm2.csv', 'm3.csv')).toBe(
    `${command} takes FILE alone, and there is more: m2.csv, m3.csv. Give each file a command of its own`,
  )
})

it('a command takes as many arguments as it reads, and no more', () => {
  const source = readFileSync('lib/commands/members.ts', 'utf8')
  const block = /const commands:[^{]*\{\n([\s\S]*?)\n\}\n/.exec(source)?.[1] ?? ''
  const names = [...block.matchAll(/^ {2}'?([a-z-]+)'?:/gm)].map(([, name = '']) => name)
  expect(names).toContain('remove-passkey')
  const counts = [...names, ...statusChanges].map((name) => {
    const count = [0, 1, 2].find((few) => surplusArguments(name, ['a', 'b', 'c'].slice(0, few + 1)))
    return [name, count]
  })
  expect(Object.fromEntries(counts)).toEqual({
    ...{ analyze: 1, import: 1, bulk: 1, undo: 1, export: 1, show: 1, history: 1, close: 1, 'sign-out': 1 },
    ...{ republish: 0, redrive: 0, 'index-names': 0, 'erase-again': 0, 'close-again': 1 },
    ...{ unlink: 2, 'remove-passkey': 2 },
    ...Object.fromEntries(statusChanges.map((name) => [name, 1])),
  })
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
