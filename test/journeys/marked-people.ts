import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'

/** The beginning of every value that must not appear again. */
export const mark = 'canary'
const note = { ko: '기록에 남으면 안 되는 사람', en: 'Whoever must not be found in a log' }
const email = (name: string) => ({ address: `${mark}.${name}@example.com`, valid: true, verified: true })

const personas: readonly KakaoPersona[] = [
  {
    key: 'whole',
    id: '7310000000000000917',
    note,
    nickname: '카나리아새',
    name: '홍카나리',
    email: email('whole'),
    phone: '+82 10-0000-7319',
    birthyear: '1991',
    birthday: '0713',
    gender: 'female',
    ageRange: '30~39',
    picture: `https://img.example.com/${mark}.jpg`,
    ci: `${mark}CI`.padEnd(88, '7'),
  },
  {
    key: 'refusing',
    id: '7310000000000000918',
    note,
    nickname: '카나리둘',
    name: '김카나리',
    email: email('two'),
  },
  {
    key: 'child',
    id: '7310000000000000919',
    note,
    nickname: '카나리셋',
    name: '이카나리',
    email: email('three'),
    birthyear: `${new Date().getFullYear() - 9}`,
    birthday: '0101',
  },
]

/** The first person with another account at the provider, who is therefore asked to link. */
export const markedCast = [
  ...personas,
  ...personas.slice(0, 1).map((one) => ({ ...one, key: 'twin', id: '7310000000000000916' })),
]

/** The values that identify the cast, in every spelling. */
export const personal = [mark, '카나리', '731000000000000091', '00007319', '0000-7319']
