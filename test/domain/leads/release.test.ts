import { describe, expect, it } from 'vitest'
import type { LeadHolder } from '../../../lib/domain/leads/lead.ts'
import { closedBy, contactReleaseOf, mayRelease, sharerToRelease } from '../../../lib/domain/leads/release.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import { member } from '../merge/members.ts'
import {
  at,
  byKakao,
  dana,
  danaCi,
  daysAgo,
  endedKakao,
  freshNumber,
  having,
  importedEmail,
  importedNumber,
  kakao,
  mail,
  number,
  other,
  passkey,
  saidEmail,
  text,
  verifiedEmail,
} from './holders.ts'

describe('several addresses', () => {
  const shown = [
    { address: mail, proof: 'code' },
    { address: text, proof: 'code' },
  ] as const

  it('are released together, or none of them', () => {
    const ways = [byKakao]
    expect(mayRelease(having({ ways, ...importedEmail, ...importedNumber }), shown, at)).toBe(true)
    expect(mayRelease(having({ ways, ...importedEmail, ...freshNumber }), shown, at)).toBe(false)
    expect(mayRelease(having({ ways, ...verifiedEmail, ...importedNumber }), shown, at)).toBe(false)
  })

  it('are not released if together they are all that names the password', () => {
    const holder = having({ ways: ['password'], ...importedEmail, ...importedNumber })
    expect(mayRelease(holder, shown, at)).toBe(false)
    expect(mayRelease({ ...holder, loginId: 'dana' }, shown, at)).toBe(true)
  })
})

describe('the record of a release', () => {
  it('has what the release was decided by, and no more of the member', () => {
    const holder = member(1, { name: '김다나', ...saidEmail, ...importedNumber, externalId: 'old-1' })
    expect(contactReleaseOf(holder, [text], at)).toEqual({
      id: holder.id,
      version: holder.version,
      externalId: 'old-1',
      addresses: [text],
      ...saidEmail,
      ...importedNumber,
    })
  })

  it('says where the member is told of it', () => {
    expect(contactReleaseOf(member(1, verifiedEmail), [text], at)).toMatchObject({
      reach: { email: dana, locale: 'ko' },
    })
  })
})

describe('of those who share a number, as many as may,', () => {
  const household = { ...at, sharedContacts: ['phone'] } as const
  const shown = { address: text, proof: 'code' } as const
  const sharing = (more: Partial<LeadHolder>, daysSinceProof?: number) =>
    having({
      ways: [byKakao],
      phone: {
        value: number,
        verified: true,
        shared: true,
        ...(daysSinceProof !== undefined && { provenAt: daysAgo(daysSinceProof) }),
      },
      ...more,
    })
  const stale = sharing({}, 91)

  it('the one whose proof is the oldest releases it', () => {
    const older = sharing({}, 200)
    expect(sharerToRelease([sharing({}, 90), stale, older], shown, household)).toBe(older)
    const unknown = sharing({})
    expect(sharerToRelease([older, unknown], shown, household)).toBe(unknown)
  })

  it.each<readonly [string, LeadHolder]>([
    ['who has proven it within the time', sharing({}, 90)],
    ['who comes in by nothing else', sharing({ ways: ['password'] }, 91)],
    ['who has another number', having({ ways: [byKakao] })],
    ['who has it of a merged account', having({ ways: [byKakao], otherPhones: [number] })],
  ])('nobody releases it %s', (_, holder) => {
    expect(sharerToRelease([holder], shown, household)).toBeUndefined()
  })

  it('nobody releases it to a proof from long ago', () => {
    const old = { address: text, proof: 'verified_once' } as const
    expect(sharerToRelease([stale], shown, household)).toBe(stale)
    expect(sharerToRelease([stale], old, household)).toBeUndefined()
  })
})

describe('a closed account', () => {
  it('keeps what was verified, and frees nothing of it', () => {
    const holder = having({
      ways: ['password', 'email', 'phone'],
      ...verifiedEmail,
      ...freshNumber,
      ci: danaCi,
    })
    expect(closedBy(holder)).toEqual({ after: { ...holder, endedIdentities: [] }, frees: [] })
  })

  it('frees at once what nobody had verified', () => {
    const { after, frees } = closedBy(having({ ways: ['password'], ...importedEmail, ...importedNumber }))
    expect(after).toEqual({ ways: ['password'], endedIdentities: [] })
    expect(frees).toEqual([
      { of: 'email', value: dana },
      { of: 'phone', value: number },
    ])
  })

  it('keeps its secondary addresses and its login ID', () => {
    const holder = having({ ways: ['password'], otherEmails: [other], loginId: 'dana' })
    expect(closedBy(holder)).toEqual({ after: { ...holder, endedIdentities: [] }, frees: [] })
  })

  it('ends its identities, which come back with it', () => {
    const { after } = closedBy(having({ ways: [byKakao, 'password', passkeyMethod({ id: passkey })] }))
    expect(after).toEqual({
      ways: ['password', passkeyMethod({ id: passkey })],
      endedIdentities: [{ ...kakao, endedBy: 'closing' }],
    })
  })

  it('keeps the identities that an earlier closing ended, and none that a provider ended', () => {
    const closed = { ...endedKakao, endedBy: 'closing' } as const
    const { after } = closedBy(
      having({
        endedIdentities: [closed, { ...endedKakao, provider: 'naver' }],
        ways: ['identity:google:1'],
      }),
    )
    expect(after.endedIdentities).toEqual([closed, { provider: 'google', subject: '1', endedBy: 'closing' }])
  })
})
