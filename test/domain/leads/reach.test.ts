import { expect, it } from 'vitest'
import { reachOf } from '../../../lib/domain/leads/reach.ts'
import { dana, onFile } from '../scenes.ts'

it('sends notices to a verified address, in the language of the member', () => {
  expect(reachOf({ email: onFile(dana.email), locale: 'en' })).toEqual({ email: dana.email, locale: 'en' })
})

it('sends no notice to an address that nobody has verified, and none without an address', () => {
  expect(reachOf({ email: onFile(dana.email, false), locale: 'ko' })).toBeUndefined()
  expect(reachOf({ locale: 'ko' })).toBeUndefined()
})
