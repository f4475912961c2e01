import { expect, it } from 'vitest'
import { runMembersHere } from './members-command.ts'

const shell = { variables: {} }
const korean = { variables: { LANG: 'ko_KR.UTF-8' } }

it('an unknown command says so, suggests the nearest one, and fails', async () => {
  expect(await runMembersHere(shell, 'imprt', 'old.csv')).toEqual({
    code: 1,
    out: '',
    err: 'There is no command imprt. Did you mean import? --help lists all\n',
  })
  const { code, err } = await runMembersHere(korean, 'constructor')
  expect([code, err]).toEqual([1, 'constructor 명령은 없습니다. --help로 명령을 볼 수 있습니다\n'])
})
