import { columns, type Kind, ownEmail, ownPhone, pick, quoted } from './kind.ts'

const bcrypt = `$2y$10$${'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.slice(0, 22)}${'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p'}`
const md5 = '5f4dcc3b5aa765d61d8327deb882cf99'
const phc = 'm=19456,p=1,t=2$c2FsdHNhbHRzYWx0c2FsdA$5v1zYHP5Zc0n1jq5hB0J3V8t3mLMVN7Jb3F8vvJTjvM'

/** Hashes as files have them. */
const hashes = [
  bcrypt,
  ` ${bcrypt}\t`,
  `${bcrypt}\u00a0`,
  `"${bcrypt}\r\n"`,
  `{bcrypt}${bcrypt.replace('$2y$', '$2a$')}`,
  `="${bcrypt}"`,
  `"$argon2id$v=19$${phc.replaceAll('"', '')}"`,
  md5,
  md5.toUpperCase(),
  `0x${md5.toUpperCase()}`,
  `\\x${md5}`,
  '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19',
  '*2470c0c06dee42fd1618bb99005adca2ec9d1e19',
  '{SSHA}Eu4HYdZSU9oqDzNz8j2g3CyGVeZzYWx0',
  'pbkdf2_sha256$1000$seasalt$YFkPyUADEO1Z+pLxCmj3HhLcnpJE8yNkz+m38/EiSD4=',
] as const

/** What can be no password. */
const noHashes = [
  'plain text',
  bcrypt.slice(0, 50),
  '1.23457E+31',
  `"${bcrypt.slice(0, 30)}\n${bcrypt.slice(30)}"`,
  '$6$salt$abc',
  '비밀',
] as const

/** Subjects of a row's own. */
const subject = (row: number): string => String(2_700_000_000 + row)

export const accountKinds: readonly Kind[] = [
  {
    what: 'a hash that is known',
    cells: (row) => ({ passwordHash: pick(hashes, row) }),
    has: () => ({ password: true }),
  },
  {
    what: 'a digest with its scheme and salt',
    cells: (row) => ({
      passwordHash: md5,
      passwordScheme: pick(['md5(salt+password)', ' md5(password+salt) '], row),
      passwordSalt: 's@lt',
    }),
    has: () => ({ password: true }),
  },
  {
    what: 'a hash that nobody knows',
    cells: (row) => ({ passwordHash: pick(noHashes, row) }),
    leaves: ['/passwordHash'],
  },
  { what: 'a mark for no password', cells: (row) => ({ passwordHash: pick(['!', '!unusable'], row) }) },
  {
    what: 'an identity in one of many spellings',
    cells: (row) => ({
      email: '',
      identities: pick(
        [
          `kakao:${subject(row)}`,
          ` Kakao : ${subject(row)} ;`,
          quoted(JSON.stringify([{ provider: 'kakao', subject: subject(row) }])),
          quoted(`[{"provider":"kakao","subject":${subject(row)}}]`),
          quoted(`kakao:${Number(subject(row)).toLocaleString('en-US')}`),
          `kakao:${subject(row)}.0`,
          `="kakao:${subject(row)}"`,
        ],
        row,
      ),
    }),
    has: (row) => ({ email: undefined, identities: [`kakao:${subject(row)}`] }),
  },
  {
    what: 'an identity that a spreadsheet has shortened',
    cells: () => ({ identities: 'kakao:2.71235E+09' }),
    leaves: ['/identities/0'],
  },
  {
    what: 'an identity of a stranger to us',
    cells: () => ({ identities: 'myspace:1' }),
    leaves: ['/identities/0'],
  },
  {
    what: 'an identity twice',
    cells: (row) => ({ identities: `kakao:${subject(row)};kakao:${subject(row)}` }),
    has: (row) => ({ identities: [`kakao:${subject(row)}`] }),
    leaves: ['/identities/1'],
  },
  {
    what: 'an identity that somebody has already',
    cells: () => ({ identities: 'kakao:2700000001' }),
    leaves: ['/identities/0'],
  },
  {
    what: 'a login ID',
    cells: (row) => ({ email: '', loginId: `Hong.${row}`, passwordHash: bcrypt }),
    has: (row) => ({ email: undefined, loginId: `Hong.${row}`, password: true }),
  },
  {
    what: 'a login ID that somebody has in other letters',
    cells: () => ({ loginId: 'HONG.0' }),
    leaves: ['/loginId'],
  },
  {
    what: 'a login ID that reads as a number or an address',
    cells: (row) => ({ loginId: pick(['12345', 'hong@naver.com', 'hong gil', '010-1234-5678'], row) }),
    leaves: ['/loginId'],
  },
  {
    what: 'a CI',
    cells: (row) => ({ ci: `${String(row).padStart(8, '0').repeat(10)}abcdef==` }),
    has: () => ({ ci: true }),
  },
  { what: 'a CI that has lost a letter', cells: () => ({ ci: 'A'.repeat(87) }), leaves: ['/ci'] },
  {
    what: 'answers to terms',
    cells: (row) => ({
      consents: pick(
        ['marketing:1:Y;service:1:동의', 'marketing:1:1;service:1:예', 'marketing:1:O;service:1:true'],
        row,
      ),
    }),
    has: () => ({ consents: ['marketing:1:true', 'service:1:true'] }),
  },
  {
    what: 'a no to terms',
    cells: (row) => ({
      consents: pick(['marketing:1:N', 'marketing:1:미동의', 'marketing:1:거부', 'marketing:1:X'], row),
    }),
    has: () => ({ consents: ['marketing:1:false'] }),
  },
  {
    what: 'an answer to terms that nobody understands',
    cells: () => ({ consents: 'marketing:1:글쎄' }),
    rejectedBy: ['/consents/0'],
  },
  {
    what: 'attributes',
    cells: () => ({ attributes: quoted('{"position":"개발자, \\"시니어\\"","n":0.3}') }),
    has: () => ({ attributes: { position: '개발자, "시니어"', n: 0.3 } }),
  },
  {
    what: 'attributes that are no JSON',
    cells: () => ({ attributes: quoted("{'position': '개발자'}") }),
    leaves: ['/attributes'],
  },
  {
    what: 'an id in one of many spellings',
    cells: (row) => ({
      externalId: pick(
        [
          `'${row}`,
          `="00${row}"`,
          `${row}e12`,
          `-${row}`,
          `=${row}`,
          ` 회원 ${row} `,
          `\ufeff${row}번`,
          quoted(`a"${row}`),
        ],
        row,
      ),
    }),
    has: (row) => ({
      externalId: pick(
        [`${row}`, `00${row}`, `${row}e12`, `-${row}`, `=${row}`, `회원 ${row}`, `${row}번`, `a"${row}`],
        row,
      ),
    }),
  },
  {
    what: 'no id',
    cells: (row) => ({ externalId: pick(['', 'NULL', '-', '없음'], row) }),
    rejectedBy: ['/externalId'],
  },
  {
    what: 'an id that is lost',
    cells: (row) => ({ externalId: pick(['2.71235E+09', '1.23457e+15', 'a\ufffd', 'x'.repeat(129)], row) }),
    rejectedBy: ['/externalId'],
  },
  { what: 'the id of somebody before', cells: () => ({ externalId: 'r0' }), isThere: true },
  {
    what: 'the id of somebody before in other letters',
    cells: (row) => ({ externalId: `R${row}` }),
    has: (row) => ({ externalId: `R${row}` }),
  },
  { what: 'a row with empty cells beyond the header', cells: () => ({}), written: (text) => `${text},,` },
  {
    what: 'a row with a value beyond the header',
    cells: () => ({}),
    written: (text) => `${text},more`,
    rejectedBy: [''],
  },
  {
    what: 'a row of empty cells',
    cells: () => ({}),
    written: () => ','.repeat(columns.length - 1),
    isNone: true,
  },
  {
    what: 'a blank row',
    cells: () => ({}),
    written: (_, row) => pick(['', ' ', '\t', '\u3000'], row),
    isNone: true,
  },
  {
    what: 'the header once more',
    cells: () => ({}),
    written: () => columns.join(','),
    rejectedBy: ['/status'],
  },
  {
    what: 'a total',
    cells: () => ({ externalId: '합계', email: '', name: quoted('1,234명') }),
    rejectedBy: [''],
  },
  {
    what: 'everything, all right',
    cells: (row) => ({
      email: ownEmail(row),
      emailVerified: 'Y',
      phone: ownPhone(row),
      phoneVerified: 'Y',
      name: '김하나',
      passwordHash: bcrypt,
      gender: '여',
    }),
    has: (row) => ({
      emailVerified: true,
      phone: ownPhone(row),
      phoneVerified: true,
      name: '김하나',
      password: true,
      gender: '여',
    }),
  },
]
