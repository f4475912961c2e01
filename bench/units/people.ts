/** A person at Kakao's stand-in with everything that a sign-up stores. */
export const newcomer = {
  key: 'newcomer',
  id: '4100000001',
  note: { ko: '셈', en: 'for counting' },
  nickname: '은하',
  name: '나은하',
  email: { address: 'eunha.na@example.com', valid: true, verified: true },
  phone: '+82 10-0000-4101',
  birthyear: '1990',
  birthday: '0301',
  birthdayType: 'SOLAR',
  gender: 'female',
  ageRange: '30~39',
  picture: 'https://img.example.com/eunha.jpg',
} as const

/** Another account of the same person. */
export const second = {
  key: 'second',
  id: '4100000002',
  note: { ko: '셈', en: 'for counting' },
  nickname: '은하 둘',
  name: '나은하',
} as const
