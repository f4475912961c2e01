import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { profileSchema, toProfile } from '../../../lib/providers/kakao/profile.ts'
import { hashCi } from '../hash-ci.ts'

const withAccount = (account: Record<string, unknown>) =>
  toProfile(v.parse(profileSchema, { id: 1, kakao_account: account }), [], hashCi)

describe('a birth date from Kakao', () => {
  test.each([
    [{ birthyear: '1990' }, { year: 1990, calendar: 'solar' }],
    [{ birthday: '0229' }, { monthDay: '0229', calendar: 'solar' }],
    [{ birthday: '0230' }, undefined],
    [
      { birthday: '0230', birthday_type: 'LUNAR' },
      { monthDay: '0230', calendar: 'lunar' },
    ],
    [{ birthday: '0131', birthday_type: 'LUNAR' }, undefined],
    [
      { birthday: '0101', birthday_type: 'SOLAR', is_leap_month: true },
      { monthDay: '0101', calendar: 'solar' },
    ],
    [
      { birthday: '0101', birthday_type: 'LUNAR', is_leap_month: 'true' },
      { monthDay: '0101', calendar: 'lunar' },
    ],
    [{ birthday: '0101', birthday_type: 'JULIAN' }, undefined],
    [{ birthday: '1301' }, undefined],
    [{ birthday: '0001' }, undefined],
    [{ birthday: '01-01' }, undefined],
    [{ birthday: '101' }, undefined],
    [{ birthyear: '0001' }, undefined],
    [{ birthyear: '90' }, undefined],
    [{ birthyear: '19900' }, undefined],
  ])('is read from %j as %j', (account, birth) => {
    expect(withAccount(account).birth).toEqual(birth)
  })
})

describe('texts from Kakao', () => {
  test.each([
    ['가'.repeat(60), '가'.repeat(50)],
    ['  김\u0000 \n민지\t', '김 민지'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['😀'.repeat(60), '😀'.repeat(50)],
    ['\ud800', '\ufffd'],
    ['\u200e \u200f', undefined],
    ['\u3164', undefined],
    ['\u115f김민지\u3164', '김민지'],
  ])('become one line of at most 50 characters (%#)', (given, expected) => {
    const profile = withAccount({ name: given, profile: { nickname: given } })
    expect([profile.name, profile.nickname]).toEqual([expected, expected])
  })

  test.each([
    ['https://img.example.com/a.jpg', 'https://img.example.com/a.jpg'],
    ['http://img.example.com/a.jpg', undefined],
    ['javascript:alert(1)', undefined],
    ['data:image/png;base64,AA', undefined],
    ['https://user:pass@img.example.com/', undefined],
    [`https://img.example.com/${'a'.repeat(1024)}`, undefined],
    ['//img.example.com/a.jpg', undefined],
  ])('become a picture only over https (%#)', (given, expected) => {
    expect(withAccount({ profile: { profile_image_url: given } }).picture).toBe(expected)
  })

  test.each(['A'.repeat(88), `${'A'.repeat(85)}==`, 'null', '$CI', `${'A'.repeat(86)}=\n`])(
    'are no CI unless they are 64 bytes in Base64 (%#)',
    (ci) => {
      expect(withAccount({ ci }).ci).toBeUndefined()
    },
  )

  test.each([
    ['FEMALE', 'female'],
    ['male', 'male'],
    ['unknown', undefined],
  ])('become a known gender (%s)', (gender, expected) => {
    expect(withAccount({ gender }).gender).toBe(expected)
  })

  test.each([
    ['90~', '90~'],
    ['1~9', '1~9'],
    ['20-29', undefined],
  ])('become an age range of Kakao’s form (%s)', (given, expected) => {
    expect(withAccount({ age_range: given }).ageRange).toBe(expected)
  })
})
