import { describe, expect, it } from 'vitest'
import { syncedConsents } from '../../../lib/domain/consent/synced-consents.ts'
import type { TermsAnswer } from '../../../lib/domain/values/evidence.ts'
import { clientId } from '../../support/people.ts'
import { identity } from '../scenes.ts'
import { term } from './terms.ts'

const web = clientId('web')
const now = new Date('2026-11-22T00:00:00Z')
const terms = [term('service', '2', true), term('marketing', '1', false)]
const synced = (answers: readonly TermsAnswer[] | 'unknown') =>
  syncedConsents({ identity, refused: [], terms: answers }, terms, now, web)
const source = 'kakao_sync'

describe('what a provider reports about terms', () => {
  it('is recorded as consent to the version in force, from the provider at its own time', () => {
    const agreedAt = new Date('2026-01-01T00:00:00Z')
    expect(synced([{ tag: 'service', agreed: true, agreedAt, source }])).toEqual([
      { tag: 'service', version: '2', agreed: true, at: agreedAt, source, channel: web },
    ])
  })

  it('is recorded now where the provider tells no time', () => {
    expect(synced([{ tag: 'marketing', agreed: true, source }])).toMatchObject([{ at: now }])
  })

  it.each<[string, readonly TermsAnswer[] | 'unknown']>([
    ['a refusal', [{ tag: 'marketing', agreed: false, source }]],
    ['terms that we do not have', [{ tag: 'friends', agreed: true, source }]],
    ['no answer', []],
    ['answers that it left out', 'unknown'],
  ])('is no consent in case of %s', (_, answers) => {
    expect(synced(answers)).toEqual([])
  })
})
