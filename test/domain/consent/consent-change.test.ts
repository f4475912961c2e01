import { describe, expect, it } from 'vitest'
import type { Consent } from '../../../lib/domain/consent/consent.ts'
import { answeredBefore, changedConsents } from '../../../lib/domain/consent/consent-change.ts'
import { clientId } from '../../support/people.ts'
import { term } from './terms.ts'

const web = clientId('web')
const now = new Date('2026-11-22T00:00:00Z')
const terms = [term('service', '2', true), term('marketing', '1', false), term('night', '1', false)]

describe('a change of consents', () => {
  it('is recorded as given in the form of this client now, in the order of the answers', () => {
    const given = [
      { tag: 'night', version: '1', agreed: false },
      { tag: 'service', version: '2', agreed: true },
    ]
    expect(changedConsents(given, terms, now, web)).toEqual(
      given.map((answer) => ({ ...answer, at: now, source: 'form', channel: web })),
    )
  })

  it('records nothing about terms that it does not name, even required ones', () => {
    expect(changedConsents([], terms, now, web)).toEqual([])
  })

  it('withdraws no required consent, and names each one that it would', () => {
    const given = [
      { tag: 'marketing', version: '1', agreed: false },
      { tag: 'service', version: '2', agreed: false },
    ]
    const errors = [expect.objectContaining({ pointer: '/consents/1/agreed' })]
    expect(() => changedConsents(given, terms, now, web)).toThrow(
      expect.objectContaining({ code: 'consent_missing', extras: { errors } }),
    )
  })

  it('is about terms in force before it is about required ones', () => {
    const given = [{ tag: 'service', version: '1', agreed: false }]
    expect(() => changedConsents(given, terms, now, web)).toThrow('invalid_request')
  })
})

describe('an answer stands already', () => {
  const record = (version: string, agreed: boolean, tag = 'marketing'): Consent => ({
    tag,
    version,
    agreed,
    at: new Date(0),
    source: 'form',
  })
  const yes = { tag: 'marketing', version: '2', agreed: true }

  it('in the last record about its terms, whatever other terms were answered since', () => {
    const said = record('2', true)
    expect(answeredBefore(yes, [record('1', true), said, record('1', false, 'night')])).toBe(said)
  })

  it.each([
    ['nobody was asked', []],
    ['it was taken back since', [record('2', true), record('2', false)]],
    ['it was about another version', [record('1', true)]],
    ['it was about other terms', [record('2', true, 'night')]],
  ])('not where %s', (_, history) => {
    expect(answeredBefore(yes, history)).toBeUndefined()
  })
})
