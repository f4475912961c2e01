import { expect, it } from 'vitest'
import { exportedOf } from '../../lib/operators/exporting/exported.ts'
import { identityAt, memberOf } from '../support/people.ts'

const at = new Date('2026-01-05T00:00:00Z')

it('an export marks an identity that its provider has ended', () => {
  const identities = [{ ...identityAt('kakao', '1'), linkedAt: at }]
  const ended = [{ ...identityAt('naver', 'two'), linkedAt: at, endedAt: at }]
  const record = { member: memberOf('1'), identities, ended, passkeys: [], providerProfiles: [] }
  const linkedAt = at.toISOString()
  expect(exportedOf(record, [], undefined)?.identities).toEqual([
    { provider: 'kakao', subject: '1', linkedAt },
    { provider: 'naver', subject: 'two', linkedAt, state: 'unlinked_by_provider' },
  ])
})
