import { describe, expect, it } from 'vitest'
import { recoveredBy } from '../../../lib/domain/leads/recovery.ts'
import { di } from '../scenes.ts'
import { dana, danaCi, having, importedEmail, importedNumber, number, other } from './holders.ts'

const before = having({ ways: ['password'], ...importedEmail, ...importedNumber, neverProven: true })

describe('an account that the owner of its address recovers', () => {
  it('opens by a code to the address, and by nothing from before', () => {
    expect(recoveredBy(before, dana)).toEqual({
      email: dana,
      after: { ways: ['email'], email: { value: dana, verified: true } },
      frees: [{ of: 'phone', value: number }],
    })
  })

  it.each([
    ['CI', { ci: danaCi }],
    ['DI', { di: di('dana') }],
    ['CI and DI', { ci: danaCi, di: di('dana') }],
  ] as const)('keeps its %s, which proves nothing until the next check', (_, person) => {
    const { after, frees } = recoveredBy({ ...before, ...person }, dana)
    expect(after).toMatchObject({ ...person, identityUnproven: true })
    expect(frees).toEqual([{ of: 'phone', value: number }])
  })

  it('keeps its login ID, for a password that the owner sets', () => {
    const { after, frees } = recoveredBy({ ...before, loginId: 'Dana' }, dana)
    expect(after).toEqual({ ways: ['email'], email: { value: dana, verified: true }, loginId: 'Dana' })
    expect(frees).toEqual([{ of: 'phone', value: number }])
  })

  it('lets go of every other address', () => {
    expect(recoveredBy({ ...before, otherEmails: [other] }, dana).frees).toEqual([
      { of: 'email', value: other },
      { of: 'phone', value: number },
    ])
  })
})
