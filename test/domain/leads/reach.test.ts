import { describe, expect, it } from 'vitest'
import { reachOf } from '../../../lib/domain/leads/reach.ts'
import { at, dana, freshNumber, number, saidEmail, staleNumber, verifiedEmail } from './holders.ts'

const bouncing = { email: { ...verifiedEmail.email, failing: 'bounce' } } as const

describe('a notice', () => {
  it('goes to a verified address, in the language of the member', () => {
    expect(reachOf({ ...verifiedEmail, ...freshNumber, locale: 'en' }, at)).toEqual({
      email: dana,
      locale: 'en',
    })
  })

  it('goes to a number of today where nobody has verified an address, or mails bounce from it', () => {
    const byText = { phone: number, locale: 'ko' }
    expect(reachOf({ ...freshNumber, locale: 'ko' }, at)).toEqual(byText)
    expect(reachOf({ ...saidEmail, ...freshNumber, locale: 'ko' }, at)).toEqual(byText)
    expect(reachOf({ ...bouncing, ...freshNumber, locale: 'ko' }, at)).toEqual(byText)
    expect(reachOf({ ...bouncing, ...staleNumber, locale: 'ko' }, at)).toEqual({ email: dana, locale: 'ko' })
  })

  it('goes neither to an address that nobody has verified, nor to a number that may be a stranger’s by now', () => {
    expect(reachOf({ ...saidEmail, locale: 'ko' }, at)).toBeUndefined()
    expect(reachOf({ ...staleNumber, locale: 'ko' }, at)).toBeUndefined()
    expect(reachOf({ locale: 'ko' }, at)).toBeUndefined()
  })
})
