import { type Kind, ownDigits, ownEmail, ownPhone, pick, quoted } from './kind.ts'

/** Eight digits of a number, as four and four. */
const halves = (row: number): readonly [string, string] => [
  ownDigits(row).slice(0, 4),
  ownDigits(row).slice(4),
]

const wide = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))

/** Mobile numbers as people and programs write them. */
const writtenPhones: readonly [(row: number) => string, ...((row: number) => string)[]] = [
  (row) => `010-${halves(row).join('-')}`,
  (row) => `010.${halves(row).join('.')}`,
  (row) => `010 ${halves(row).join(' ')}`,
  (row) => `010)${halves(row).join('-')}`,
  (row) => `(010)${halves(row).join('-')}`,
  (row) => `010/${halves(row).join('/')}`,
  (row) => `010_${halves(row).join('_')}`,
  (row) => `010·${halves(row).join('·')}`,
  (row) => `010~${halves(row).join('~')}`,
  (row) => `010–${halves(row).join('–')}`,
  (row) => `10${ownDigits(row)}`,
  (row) => `+82-10-${halves(row).join('-')}`,
  (row) => `+82 010 ${halves(row).join(' ')}`,
  (row) => `+82(0)10-${halves(row).join('-')}`,
  (row) => `82-10-${halves(row).join('-')}`,
  (row) => `82010${ownDigits(row)}`,
  (row) => `008210${ownDigits(row)}`,
  (row) => wide(`010-${halves(row).join('-')}`),
  (row) => `'010${ownDigits(row)}`,
  (row) => `'+8210${ownDigits(row)}`,
  (row) => `="010${ownDigits(row)}"`,
  (row) => quoted(`="010${ownDigits(row)}"`),
  (row) => `\u202a010-${halves(row).join('-')}\u202c`,
  (row) => `010-\u200b${halves(row).join('-')}`,
  (row) => `tel:010-${halves(row).join('-')}`,
  (row) => `10${ownDigits(row)}.0`,
  (row) =>
    quoted(`1,0${ownDigits(row).slice(0, 2)},${ownDigits(row).slice(2, 5)},${ownDigits(row).slice(5)}`),
  (row) => `\t010-${halves(row).join('-')}`,
]

/** What is no mobile number of one person of today. */
const otherPhones = [
  '02-123-4567',
  '016-234-5678',
  '011-9876-5432',
  '070-1234-5678',
  '1588-1234',
  '010-1234-567',
  '010-1234-56789',
  '1.01235E+09',
  '010-1234-5678 / 010-8765-4321',
  '010-1234-5678(엄마)',
  '010-****-5678',
  '전화하지 마세요',
  '0',
] as const

/** Spellings of a row's own address. */
const writtenEmails: readonly [(row: number) => string, ...((row: number) => string)[]] = [
  (row) => `  ${ownEmail(row)} `,
  (row) => ownEmail(row).toUpperCase(),
  (row) => wide(ownEmail(row)),
  (row) => ownEmail(row).replace('@', '\u200b@'),
  (row) => `\ufeff${ownEmail(row)}\u00a0\u3000`,
  (row) => `${ownEmail(row)}.`,
  (row) => quoted(`${ownEmail(row)},`),
  (row) => `${ownEmail(row)};`,
  (row) => `<${ownEmail(row)}>`,
  (row) => quoted(`"홍길동" <${ownEmail(row)}>`),
  (row) => `mailto:${ownEmail(row)}`,
  (row) => quoted(`${ownEmail(row)}\r\n`),
  (row) => `="${ownEmail(row)}"`,
  (row) => `${ownEmail(row)}\0\0`,
]

const otherEmails = [
  'hong@naver',
  quoted('hong@naver,com'),
  'hong@@naver.com',
  'hong@naver.com hong@daum.net',
  'hong..gil@naver.com',
  'hong.@naver.com',
  'hongnaver.com',
  '@naver.com',
  quoted('"hong gil"@naver.com'),
  'hong@[192.0.2.1]',
  'h\u043eng@naver.com',
  '전화로 확인',
  'hong\ufffd@naver.com',
] as const

/** What stands where there is no value. */
const absentWords = [
  '',
  ' ',
  'NULL',
  'null',
  '\\N',
  '(null)',
  '-',
  '--',
  '.',
  '없음',
  '"없음"',
  '"-"',
  '미입력',
  '해당없음',
  'N/A',
  'n/a',
  'None',
  'undefined',
  'NaN',
  '<NA>',
] as const

export const contactKinds: readonly Kind[] = [
  {
    what: 'a number in one of many spellings',
    cells: (row) => ({ phone: pick(writtenPhones, row)(row) }),
    has: (row) => ({ phone: ownPhone(row) }),
  },
  {
    what: 'a verified number and no address',
    cells: (row) => ({ email: '', phone: `010${ownDigits(row)}`, phoneVerified: 'Y' }),
    has: (row) => ({ email: undefined, phone: ownPhone(row), phoneVerified: true }),
  },
  {
    what: 'what is no number of today',
    cells: (row) => ({ phone: pick(otherPhones, row), phoneVerified: '1' }),
    leaves: ['/phone'],
  },
  { what: 'an address in one of many spellings', cells: (row) => ({ email: pick(writtenEmails, row)(row) }) },
  {
    what: 'what is no address, beside a number',
    cells: (row) => ({ email: pick(otherEmails, row), phone: `010${ownDigits(row)}` }),
    has: (row) => ({ email: undefined, phone: ownPhone(row) }),
    leaves: ['/email'],
  },
  {
    what: 'nothing that leads to it',
    cells: (row) => ({ email: pick(otherEmails, row) }),
    rejectedBy: ['', '/email'],
  },
  {
    what: 'a word for no value everywhere',
    cells: (row) => {
      const none = pick(absentWords, row)
      return {
        loginId: none,
        email: none,
        phone: `010${ownDigits(row)}`,
        name: none,
        status: none,
        joinedAt: none,
        passwordHash: none,
        birthDate: none,
        gender: none,
        locale: none,
        ci: none,
        identities: none,
        consents: none,
        attributes: none,
      }
    },
    has: (row) => ({ email: undefined, phone: ownPhone(row) }),
  },
  {
    what: 'an address that the next row shares',
    cells: () => ({ email: 'family@old.example', name: '김하나' }),
    has: () => ({ email: 'family@old.example', name: '김하나' }),
  },
  {
    what: 'a shared address in other letters',
    cells: () => ({ email: 'FAMILY@OLD.example', emailVerified: 'N', name: '김둘' }),
    has: () => ({ email: 'family@old.example', name: '김둘' }),
  },
  {
    what: 'a number that a family shares',
    cells: (row) => ({ phone: `010-9999-${String(1000 + (row % 7)).slice(-4)}` }),
    has: (row) => ({ phone: `+82109999${String(1000 + (row % 7)).slice(-4)}` }),
  },
]
