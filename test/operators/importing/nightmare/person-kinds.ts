import { type Kind, ownEmail, pick, quoted } from './kind.ts'

/** Names as files have them, and as people write them. */
const names: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['김하나'.normalize('NFD'), '김하나'],
  ['김뷁', '김뷁'],
  ['김&#48577;', '김뷁'],
  ['O&#39;Brien', "O'Brien"],
  ['&quot;R&amp;B&quot; 김', '"R&B" 김'],
  ['홍길동\0\0\0', '홍길동'],
  ['\ufeff홍길동\u200b', '홍길동'],
  ['\u3000홍 길동\u3000', '홍 길동'],
  ['"NULL"', 'NULL'],
  ['=1+1', '=1+1'],
  ["'=1+1", '=1+1'],
  ['@홍', '@홍'],
  ["'t Hooft", "'t Hooft"],
  ['홍"길"동', '홍"길"동'],
  ['"홍 ""길"" 동"', '홍 "길" 동'],
  ['"홍, 길동"', '홍, 길동'],
  [' "홍길동" ', '홍길동'],
  ['홍;길|동', '홍;길|동'],
  ['李小龍', '李小龍'],
  ['José Ñuñez', 'José Ñuñez'],
  ['Müller-Lüdenscheidt', 'Müller-Lüdenscheidt'],
  ['Çelik', 'Çelik'],
  ['👩‍👩‍👧 가족', '👩‍👩‍👧 가족'],
  ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
  ['이'.repeat(50), '이'.repeat(50)],
  ['홍길동(탈퇴)', '홍길동(탈퇴)'],
  ['12345', '12345'],
  ['True', 'True'],
  ['="홍길동"', '홍길동'],
]

/** Names that were lost before, or that are none. */
const otherNames = [
  '"홍" 길동',
  '김\ufffd나',
  '???',
  '김?나',
  '±èÇÏ³ª',
  'ê¹\u0080í\u0095\u0098ë\u0082\u0098',
  '"홍\n길동"',
  '"홍\t길동"',
  '\u3164\u3164',
  '#N/A',
  '#NAME?',
  '######',
  `"${'이'.repeat(51)}"`,
  '홍\u202e길동',
] as const

const joined: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['2019.05.17', '2019-05-16T15:00:00.000Z'],
  ['2019-05-17 오후 3:05:00', '2019-05-17T06:05:00.000Z'],
  ['2019-05-17 오전 12:05', '2019-05-16T15:05:00.000Z'],
  ['2019. 5. 17.', '2019-05-16T15:00:00.000Z'],
  ['2019년 5월 17일', '2019-05-16T15:00:00.000Z'],
  ['20190517', '2019-05-16T15:00:00.000Z'],
  ['20190517150500', '2019-05-17T06:05:00.000Z'],
  ['1558051200', '2019-05-17T00:00:00.000Z'],
  ['1558051200000', '2019-05-17T00:00:00.000Z'],
  ['2020-02-29 23:59:59.999', '2020-02-29T14:59:59.999Z'],
  ['2019-05-17T10:00:00+0900', '2019-05-17T01:00:00.000Z'],
  ['2019-05-17T10:00:00.123456789Z', '2019-05-17T10:00:00.123Z'],
  ['2019/5/7 9:05', '2019-05-07T00:05:00.000Z'],
  ['="2019-05-17"', '2019-05-16T15:00:00.000Z'],
  ["'2019-05-17", '2019-05-16T15:00:00.000Z'],
]

const notJoined = [
  '19.05.17',
  '05/17/2019',
  '2023-02-29',
  '1900-02-29',
  '2019-13-01',
  '2019-05-17 25:00',
  '43602',
  '2099-01-01',
  '9999-12-31',
  '17-MAY-19',
  '어제',
  '1.55805E+12',
] as const

/** What databases and spreadsheets write for no time. */
const noTimes = [
  '0000-00-00',
  '0000-00-00 00:00:00',
  '0001-01-01T00:00:00',
  '1753-01-01 00:00:00.000',
  '1899-12-30',
  '1899-12-31',
  '1900-01-00',
  '1900-01-01 00:00:00.000',
  '1970-01-01 09:00:00',
  '1970-01-01',
  '0',
] as const

const births: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['1990. 2. 20.', 'solar 1990 0220'],
  ['19900220', 'solar 1990 0220'],
  ['1990', 'solar 1990'],
  ['02-29', 'solar 0229'],
  ['2000-02-29', 'solar 2000 0229'],
  ['1990-02-20 00:00:00', 'solar 1990 0220'],
  ['1970-01-01', 'solar 1970 0101'],
  ['="1990-02-20"', 'solar 1990 0220'],
]

const notBirths = [
  '900220',
  '1900-02-29',
  '2023-02-29',
  '90-02-20',
  '900220-1234567',
  '20/02/1990',
  '2099-01-01',
  '음 2월',
] as const

export const personKinds: readonly Kind[] = [
  {
    what: 'a name in one of many spellings',
    cells: (row) => ({ name: pick(names, row)[0] }),
    has: (row) => ({ name: pick(names, row)[1] }),
  },
  {
    what: 'a name that is none, or was lost before',
    cells: (row) => ({ name: pick(otherNames, row) }),
    leaves: ['/name'],
  },
  {
    what: 'a time of joining',
    cells: (row) => ({ joinedAt: pick(joined, row)[0] }),
    has: (row) => ({ joinedAt: pick(joined, row)[1] }),
  },
  {
    what: 'a time that nobody understands',
    cells: (row) => ({ joinedAt: pick(notJoined, row) }),
    leaves: ['/joinedAt'],
  },
  { what: 'a mark for no time', cells: (row) => ({ joinedAt: pick(noTimes, row) }) },
  {
    what: 'a birth date',
    cells: (row) => ({ birthDate: pick(births, row)[0] }),
    has: (row) => ({ birth: pick(births, row)[1] }),
  },
  {
    what: 'a birth date that nobody understands',
    cells: (row) => ({ birthDate: pick(notBirths, row) }),
    leaves: ['/birthDate'],
  },
  {
    what: 'a mark for no birth date',
    cells: (row) => ({
      birthDate: pick(['0000-00-00', '1900-01-00', '1900-01-01', '1899-12-30', '0001-01-01'], row),
    }),
  },
  {
    what: 'a lunar birth date',
    cells: () => ({ birthDate: '1990-02-30', birthCalendar: '음' }),
    has: () => ({ birth: 'lunar 1990 0230' }),
  },
  {
    what: 'a calendar that nobody knows',
    cells: () => ({ birthDate: '1990-02-20', birthCalendar: '?' }),
    leaves: ['/birthCalendar'],
  },
  {
    what: 'a gender',
    cells: (row) => ({ gender: pick(['남', '여', 'M', ' F '], row) }),
    has: (row) => ({ gender: pick(['남', '여', 'M', 'F'], row) }),
  },
  {
    what: 'a gender that is a text',
    cells: () => ({ gender: quoted('여성, 단 2010년 이전에는 남성') }),
    leaves: ['/gender'],
  },
  {
    what: 'a language with its country',
    cells: (row) => ({ locale: pick(['en', 'en-US', 'EN_gb', 'en_US.UTF-8'], row) }),
    has: () => ({ locale: 'en' }),
  },
  { what: 'a language that is not ours', cells: () => ({ locale: 'fr' }), leaves: ['/locale'] },
  {
    what: 'a yes in one of many words',
    cells: (row) => ({
      emailVerified: pick(['Y', 'true', 'TRUE', '1', 'yes', 't', '예', '네', 'O', 'on', '인증'], row),
    }),
    has: () => ({ emailVerified: true }),
  },
  {
    what: 'a no in one of many words',
    cells: (row) => ({
      emailVerified: pick(['N', 'false', '0', 'no', 'f', '아니오', '아니요', 'X', 'off', '미인증', ''], row),
    }),
  },
  { what: 'a maybe', cells: () => ({ emailVerified: '보류' }), leaves: ['/emailVerified'] },
  {
    what: 'a status of the old system',
    cells: (row) => ({ status: pick(['정지', ' 정지 ', '정지'.normalize('NFD')], row) }),
    has: () => ({ status: 'suspended' }),
  },
  { what: 'a status that nobody knows', cells: () => ({ status: '유령' }), rejectedBy: ['/status'] },
  {
    what: 'one address that is two',
    cells: (row) => ({ email: quoted(`${ownEmail(row)};x${ownEmail(row)}`) }),
    rejectedBy: ['', '/email'],
  },
]
