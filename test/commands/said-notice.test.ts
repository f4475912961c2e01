import { describe, expect, it } from 'vitest'
import { saidNotice } from '../../lib/commands/saying/said-notice.ts'

describe('what a command says of a line that a function would log', () => {
  it.each([
    [
      { level: 'warn', event: 'secret_not_renewed', error: 'TimeoutError' },
      'Warning: secret not renewed (error TimeoutError)',
    ],
    [
      { level: 'warn', event: 'reactivation_impossible', lacks: 'page', items: ['a'] },
      'Warning: reactivation impossible (lacks page)',
    ],
    [{ level: 'error', event: 'not_revocable' }, 'Warning: not revocable'],
  ])('%o', (line, said) => {
    expect(saidNotice(JSON.stringify(line))).toBe(said)
  })

  it('is nothing of how the stage is set up, and of what is no such line', () => {
    const setUp = { level: 'info', event: 'policy_considers_names', items: ['name'] }
    expect(saidNotice(JSON.stringify(setUp))).toBeUndefined()
    expect([saidNotice('no JSON'), saidNotice('{}'), saidNotice('3')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
