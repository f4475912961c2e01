import { describe, expect, it } from 'vitest'
import { type TermVersion, termsInForce } from '../../../lib/domain/consent/terms-in-force.ts'

const version = (tag: string, version: string, from?: string): TermVersion => ({
  term: { tag, version, title: { ko: tag, en: tag }, required: true, url: 'https://shop.example/terms' },
  ...(from !== undefined && { from: new Date(from) }),
})

const versions = [
  version('service', '3', '2028-01-01T00:00:00Z'),
  version('service', '1'),
  version('privacy', '1'),
  version('service', '2', '2027-01-01T00:00:00Z'),
  version('location', '1', '2027-06-01T00:00:00Z'),
]

const inForce = (at: string): readonly string[] =>
  termsInForce(versions, new Date(at)).map(({ tag, version }) => `${tag} ${version}`)

describe('the terms in force', () => {
  it('are of each set the version that began last, whatever their order in the settings', () => {
    expect(inForce('2026-12-31T23:59:59.999Z')).toEqual(['service 1', 'privacy 1'])
    expect(inForce('2027-01-01T00:00:00Z')).toEqual(['service 2', 'privacy 1'])
    expect(inForce('2029-01-01T00:00:00Z')).toEqual(['service 3', 'privacy 1', 'location 1'])
  })

  it('have no set whose versions all lie ahead', () => {
    expect(inForce('2027-05-31T23:59:59Z')).not.toContain('location 1')
    expect(termsInForce([], new Date())).toEqual([])
  })
})
