import { describe, expect, it } from 'vitest'
import { saidProblem } from '../../lib/commands/support/refused-argument.ts'

describe('the refusal of a command', () => {
  const at = (pointer: string, detail: string) => ({
    code: 'invalid_request',
    detail: 'The request is not valid.',
    errors: [{ pointer, detail }],
  })

  it.each([
    ['/provider', 'PROVIDER', 'kakao'],
    ['/subject', 'PROVIDER:SUBJECT', 'show'],
    ['/passkey', 'ID', 'show'],
    ['/before', '--before', 'history'],
    ['/email', 'MEMBER', 'external:'],
  ])('at %s names the argument and what is allowed there', (pointer, name, allowed) => {
    const english = saidProblem(at(pointer, 'is required'), 'en')
    expect(english).toMatch(new RegExp(`^${name}: is required\\. Allowed: .*${allowed}`))
    const korean = saidProblem(at(pointer, '필수 항목입니다.'), 'ko')
    expect(korean).toMatch(new RegExp(`^${name}: 필수 항목입니다\\. 쓸 수 있는 값: .*${allowed}`))
  })

  it('without an argument is the sentence of the problem', () => {
    expect(saidProblem({ code: 'not_found', detail: 'There is nothing here.' }, 'en')).toBe(
      'There is nothing here. (not_found)',
    )
  })
})
