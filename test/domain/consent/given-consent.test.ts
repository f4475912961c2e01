import { describe, expect, it } from 'vitest'
import { consentFaults } from '../../../lib/domain/consent/given-consent.ts'
import { term } from './terms.ts'

const terms = [term('service', '2', true), term('marketing', '1', false)]
const answer = (tag: string, version: string, agreed = true) => ({ tag, version, agreed })

describe('the answers in a form', () => {
  it('may be yes or no to any terms in force, and may be left out', () => {
    expect(consentFaults([answer('marketing', '1', false), answer('service', '2')], terms)).toEqual([])
    expect(consentFaults([], terms)).toEqual([])
  })

  it('each have a fault of their own, at their own place', () => {
    const given = [
      answer('service', '1'),
      answer('cookies', '1'),
      answer('marketing', '1'),
      answer('marketing', '1', false),
    ]
    const at = (pointer: string, en: string) => ({ pointer, detail: expect.objectContaining({ en }) })
    expect(consentFaults(given, terms)).toEqual([
      at('/consents/0/version', 'must be 2, the version in force'),
      at('/consents/1/tag', 'is not the tag of any terms'),
      at('/consents/3/tag', 'is answered twice'),
    ])
  })

  it('are refused without a word of what they said', () => {
    const given = [answer('김민지 010-1234-5678', '1'), answer('service', '김민지')]
    expect(JSON.stringify(consentFaults(given, terms))).not.toContain('김민지')
  })
})
