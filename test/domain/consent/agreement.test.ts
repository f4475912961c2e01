import { describe, expect, it } from 'vitest'
import {
  agreementsIn,
  agreementsLeft,
  requiredAgreements,
  termsDue,
} from '../../../lib/domain/consent/agreement.ts'
import type { Consent } from '../../../lib/domain/consent/consent.ts'
import { term } from './terms.ts'

const terms = [term('service', '2', true), term('privacy', '1', true), term('marketing', '1', false)]
const answer = (tag: string, version: string, agreed: boolean): Consent => ({
  tag,
  version,
  agreed,
  at: new Date(0),
  source: 'form',
})

describe('agreements', () => {
  it('keep only required terms, and only consent', () => {
    const answers = [
      answer('service', '2', true),
      answer('privacy', '1', false),
      answer('marketing', '1', true),
    ]
    expect(agreementsIn(answers, terms)).toEqual(['service@2'])
    expect(requiredAgreements(terms)).toEqual(['service@2', 'privacy@1'])
  })

  it('to an older version, or to no version, leave the terms due, except optional terms', () => {
    expect(termsDue(terms, ['service@2', 'privacy@1'])).toEqual([])
    expect(termsDue(terms, ['service@1', 'privacy@1']).map(({ tag }) => tag)).toEqual(['service'])
    expect(termsDue(terms, undefined).map(({ tag }) => tag)).toEqual(['service', 'privacy'])
    expect(termsDue([], undefined)).toEqual([])
  })

  it('from imported history leave out withdrawn consents', () => {
    const history = [
      answer('service', '1', true),
      answer('marketing', '1', true),
      answer('marketing', '1', false),
      answer('service', '2', true),
    ]
    expect(agreementsLeft(history)).toEqual(['service@1', 'service@2'])
  })
})
