import { describe, expect, it } from 'vitest'
import { readBirth } from '../../../lib/operators/importing/understanding/birth.ts'
import type { OldMember } from '../../../lib/operators/importing/understanding/old-member.ts'
import { readOldMember } from '../../../lib/operators/importing/understanding/read-old-member.ts'
import { plainRules, type ValueRules } from '../../../lib/operators/importing/understanding/rules.ts'
import { readMoment } from '../../../lib/operators/importing/understanding/time.ts'

const rules = plainRules(new Date('2026-11-28T00:00:00Z'))

/** Understands a record that has an id and an address besides. */
function understood(fields: object, more: Partial<ValueRules> = {}) {
  const whole = { externalId: '7', email: 'hong@example.com', ...fields }
  return readOldMember({ fields: whole }, { ...rules, ...more })
}

/** The value of a member, and the pointers of what was left out. */
function readAs<Name extends keyof OldMember>(name: Name, fields: object) {
  const read = understood(fields)
  if (read.kind !== 'member') throw new Error(JSON.stringify(read))
  return [read.member[name], read.warnings.map(({ pointer }) => pointer)]
}

describe('a time', () => {
  it.each([
    ['2019-05-17T10:00:00Z', '2019-05-17T10:00:00.000Z'],
    ['2019-05-17T10:00:00.123456+09:00', '2019-05-17T01:00:00.123Z'],
    ['2019-05-17 10:00:00+09', '2019-05-17T01:00:00.000Z'],
    ['2019-05-17 10:00:00 +0900', '2019-05-17T01:00:00.000Z'],
    ['2019-05-17 10:00:00+14:00', '2019-05-16T20:00:00.000Z'],
    ['2019-05-17 10:00:00-03:30', '2019-05-17T13:30:00.000Z'],
    ['2019-05-17 01:00:00 UTC', '2019-05-17T01:00:00.000Z'],
    ['2019-05-17 10:00', '2019-05-17T01:00:00.000Z'],
    ['2019-05-17', '2019-05-16T15:00:00.000Z'],
    ['2019.05.17', '2019-05-16T15:00:00.000Z'],
    ['2019/5/7 9:05', '2019-05-07T00:05:00.000Z'],
    ['2019. 5. 17.', '2019-05-16T15:00:00.000Z'],
    ['2019. 5. 17. 오후 3:05', '2019-05-17T06:05:00.000Z'],
    ['2019-05-17 오후 3:05:00', '2019-05-17T06:05:00.000Z'],
    ['2019-05-17 오전 12:30:00', '2019-05-16T15:30:00.000Z'],
    ['2019-05-17 03:05:00 PM', '2019-05-17T06:05:00.000Z'],
    ['2019년 5월 17일', '2019-05-16T15:00:00.000Z'],
    ['20190517', '2019-05-16T15:00:00.000Z'],
    ['20190517150500', '2019-05-17T06:05:00.000Z'],
    ['201905171505', '2019-05-17T06:05:00.000Z'],
    ['1558051200000', '2019-05-17T00:00:00.000Z'],
    ['1558051200', '2019-05-17T00:00:00.000Z'],
    ['978307200000', '2001-01-01T00:00:00.000Z'],
  ])('%s is read', (written, iso) => {
    expect(readMoment(written, 'Asia/Seoul')?.toISOString()).toBe(iso)
  })

  it('is in the stage’s zone without an offset, in summer as in winter', () => {
    expect(readMoment('2019-07-01 12:00', 'Europe/Berlin')?.toISOString()).toBe('2019-07-01T10:00:00.000Z')
    expect(readMoment('2019-12-01 12:00', 'Europe/Berlin')?.toISOString()).toBe('2019-12-01T11:00:00.000Z')
    expect(readMoment('1988-06-01 12:00', 'Asia/Seoul')?.toISOString()).toBe('1988-06-01T02:00:00.000Z')
    expect(readMoment(1_558_051_200_000, 'Europe/Berlin')?.toISOString()).toBe('2019-05-17T00:00:00.000Z')
  })

  it.each([
    '2023-02-29',
    '2019-13-01',
    '17-05-2019',
    '05/17/2019',
    '19.05.17',
    '190517',
    '2019-05-17 25:00',
    '2019-05-17 10:00:00+99:99',
    '2019-05-17 10:00:00+15:00',
    '2019-05-17 10:00:00-0960',
    '2019-05-17 오후 13:00',
    '43602.6',
    'yesterday',
    '',
    '99999999',
  ])('%s is none', (written) => {
    expect(readMoment(written, 'Asia/Seoul')).toBeUndefined()
  })
})

describe('a birth date', () => {
  it.each([
    ['1990-02-20', { year: 1990, monthDay: '0220' }],
    ['1990. 2. 20.', { year: 1990, monthDay: '0220' }],
    ['1990/2/20', { year: 1990, monthDay: '0220' }],
    ['1990년 2월 20일', { year: 1990, monthDay: '0220' }],
    ['1990-02-20 00:00:00', { year: 1990, monthDay: '0220' }],
    ['19900220', { year: 1990, monthDay: '0220' }],
    ['1990', { year: 1990 }],
    ['02-20', { monthDay: '0220' }],
    ['2-29', { monthDay: '0229' }],
    ['0220', { monthDay: '0220' }],
  ])('%s is read', (written, birth) => {
    expect(readBirth(written, 'solar', undefined)).toEqual({ calendar: 'solar', ...birth })
  })

  it.each(['1990-02-30', '1023-02-20', '900220', '20/02/1990', '1990-2', ''])('%s is none', (written) => {
    expect(readBirth(written, 'solar', undefined)).toBeUndefined()
  })

  it('of the lunar calendar has months of thirty days', () => {
    expect(readBirth('1990-02-30', 'lunar', true)).toEqual({
      year: 1990,
      monthDay: '0230',
      calendar: 'lunar',
      leapMonth: true,
    })
  })
})

describe('a value that is not understood', () => {
  it.each([
    ['phone', { phone: '02-123-4567' }],
    ['phone', { phone: '016-234-5678', phoneVerified: 'true' }],
    ['phone', { phone: '070-1234-5678' }],
    ['name', { name: '김\ufffd나' }],
    ['name', { name: '\u3164' }],
    ['name', { name: '\u200b\u0301' }],
    ['name', { name: '\ud800' }],
    ['name', { name: '이'.repeat(51) }],
    ['name', { name: '김\n하나' }],
    ['birth', { birthDate: '900220' }],
    ['gender', { gender: 'x'.repeat(17) }],
    ['password', { passwordHash: 'plain' }],
    ['ci', { ci: 'short' }],
    ['identityVerifiedAt', { identityVerifiedAt: '2099-01-01' }],
  ] as const)('costs the %s of %j, not the member', (name, fields) => {
    const [value, left] = readAs(name, fields)
    expect(value).toBeUndefined()
    expect(left).toEqual([`/${Object.keys(fields)[0]}`])
  })

  it('leaves what else is known', () => {
    expect(readAs('joinedAt', { joinedAt: '17.5.19' })).toEqual([rules.now, ['/joinedAt']])
    expect(readAs('locale', { locale: 'fr' })).toEqual(['ko', ['/locale']])
    expect(readAs('attributes', { attributes: '{' })).toEqual([{}, ['/attributes']])
    expect(readAs('email', { emailVerified: 'maybe' })).toEqual([
      { value: 'hong@example.com', verified: false, imported: true },
      ['/emailVerified'],
    ])
    expect(readAs('birth', { birthDate: '1990-02-20', birthCalendar: '음' })).toEqual([
      undefined,
      ['/birthCalendar'],
    ])
  })

  it('costs an identity alone', () => {
    const identities = 'kakao:2.71235E+09; kakao:123;myspace:1;kakao:123; google:abc ;naver:ab.c'
    const [value, left] = readAs('identities', { identities })
    expect(value).toMatchObject([{ provider: 'kakao', subject: '123' }])
    expect(left).toEqual([0, 2, 3, 4, 5].map((index) => `/identities/${index}`))
    expect(readAs('identities', { identities: [{ provider: 'kakao', subject: 1234567890 }] })).toMatchObject([
      [{ subject: '1234567890' }],
      [],
    ])
  })

  it('costs an identity whose connection its provider has ended, so that it does not sign in again unseen', () => {
    const states = ['linked', 'unlinked_by_provider', undefined]
    const identities = states.map((state, index) => ({ provider: 'kakao', subject: `${index + 1}`, state }))
    const [value, left] = readAs('identities', { identities })
    expect(value).toMatchObject([{ subject: '1' }, { subject: '3' }])
    expect(left).toEqual(['/identities/1'])
  })

  it('costs the entries beyond what a transaction can hold', () => {
    const identities = Array.from({ length: 12 }, (_, index) => ({
      provider: 'kakao',
      subject: String(index + 1),
    }))
    const [value, left] = readAs('identities', { identities })
    expect(value).toHaveLength(10)
    expect(left).toEqual(['/identities/10', '/identities/11'])
  })
})

describe('a value', () => {
  it('is read without white space and invisible characters at its edges', () => {
    expect(readAs('email', { email: ' Hong@Example.com\u200b ' })).toMatchObject([
      { value: 'hong@example.com' },
      [],
    ])
    expect(readAs('name', { name: '\u00a0김하나\ufeff' })).toEqual(['김하나', []])
    expect(readAs('phone', { phone: '\u200e010-1234-5678 ' })).toMatchObject([{ value: '+821012345678' }, []])
    expect(readAs('phone', { phone: 1012345678 })).toMatchObject([{ value: '+821012345678' }, []])
    expect(readAs('phone', { phone: '+1 212 555 0123' })[1]).toEqual([])
  })

  it('of a name is in NFC, and keeps a joiner', () => {
    expect(readAs('name', { name: '김하나'.normalize('NFD') })).toEqual(['김하나', []])
    expect(readAs('name', { name: 'سید\u200cعلی' })).toEqual(['سید\u200cعلی', []])
  })

  it('of a date that databases write for none is absent', () => {
    expect(readAs('joinedAt', { joinedAt: '0000-00-00 00:00:00' })).toEqual([rules.now, []])
    expect(readAs('birth', { birthDate: '0000-00-00' })).toEqual([undefined, []])
  })
})

describe('a record', () => {
  it.each([
    [{ externalId: undefined }, '/externalId'],
    [{ externalId: '2.71235E+09' }, '/externalId'],
    [{ externalId: 'a\ufffd' }, '/externalId'],
    [{ status: '정지' }, '/status'],
    [{ consents: 'marketing:2024-01:글쎄' }, '/consents/0'],
    [{ email: 'no address' }, ''],
    [{ email: undefined, ci: 'A'.repeat(88), passwordHash: `$2b$05$${'C'.repeat(53)}` }, ''],
  ])('with %j is rejected', (fields, pointer) => {
    const read = understood(fields)
    expect(read.kind).toBe('faulty')
    expect(read.kind === 'faulty' && read.faults.map((fault) => fault.pointer)).toContain(pointer)
  })

  it('is understood by the operator’s words', () => {
    const words = new Map([
      ['정지', 'suspended'],
      ['글쎄', 'no'],
      ['음', 'lunar'],
    ])
    const fields = {
      status: ' 정지 ',
      consents: 'marketing:2024-01:글쎄',
      birthDate: '1990-02-20',
      birthCalendar: '음',
    }
    expect(understood(fields, { words })).toMatchObject({
      kind: 'member',
      member: { status: 'suspended', consents: [{ agreed: false }], birth: { calendar: 'lunar' } },
      warnings: [],
    })
  })

  it('without an answer to terms has none', () => {
    expect(readAs('consents', { consents: [{ tag: 'a', version: '1', agreed: '' }] })).toEqual([[], []])
  })
})
