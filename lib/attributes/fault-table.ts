import type { Bilingual } from '../domain/values/locale.ts'
import { missingValue } from '../domain/values/problem.ts'

/**
 * What can be wrong with a value, in Korean and in English. An English one follows on a name or on "This", and a Korean one
 * is a sentence. `{n}` is a limit, `{list}` the values that are offered.
 */
const table = {
  missing: [missingValue.ko, missingValue.en],
  unknown: ['알 수 없는 항목입니다.', 'is not a known field'],
  empty: ['비워 둘 수 없습니다.', 'must not be empty'],
  null: ['비어 있는 값(null)이어야 합니다.', 'must be null'],
  string: ['글자로 적어 주세요.', 'must be text'],
  number: ['숫자로 적어 주세요.', 'must be a number'],
  integer: ['소수점이 없는 숫자로 적어 주세요.', 'must be a whole number'],
  boolean: ['참(true)이나 거짓(false)이어야 합니다.', 'must be true or false'],
  array: ['목록이어야 합니다.', 'must be a list'],
  object: ['이름과 값으로 된 객체여야 합니다.', 'must be an object'],
  offered: ['정해진 값 중 하나여야 합니다.', 'must be one of the offered values'],
  only: ['정해진 값이어야 합니다.', 'must be the offered value'],
  listed: ['다음 중 하나여야 합니다: {list}', 'must be one of {list}'],
  exact: ['{list}만 쓸 수 있습니다.', 'must be {list}'],
  least_characters: ['{n}자 이상이어야 합니다.', 'must have at least {n} characters'],
  most_characters: ['{n}자를 넘을 수 없습니다.', 'must have at most {n} characters'],
  least_entries: ['{n}개 이상 선택해 주세요.', 'must have at least {n} entries'],
  most_entries: ['{n}개까지 선택할 수 있습니다.', 'must have at most {n} entries'],
  least_fields: ['{n}개 이상의 항목이 있어야 합니다.', 'must have at least {n} fields'],
  most_fields: ['항목이 {n}개를 넘을 수 없습니다.', 'must have at most {n} fields'],
  twice: ['같은 값이 두 번 있습니다.', 'must not have the same value twice'],
  minimum: ['{n} 이상이어야 합니다.', 'must be at least {n}'],
  maximum: ['{n} 이하여야 합니다.', 'must be at most {n}'],
  above: ['{n}보다 커야 합니다.', 'must be more than {n}'],
  below: ['{n}보다 작아야 합니다.', 'must be less than {n}'],
  multiple: ['{n}의 배수여야 합니다.', 'must be a multiple of {n}'],
  forbidden: ['여기에는 쓸 수 없는 값입니다.', 'has a value that is not allowed here'],
  format: ['형식이 올바르지 않습니다.', 'has the wrong format'],
  date: ['1990-02-20처럼 실제로 있는 날짜를 적어 주세요.', 'must be a date such as 1990-02-20'],
  address: ['https://로 시작하는 주소여야 합니다.', 'must be an address that starts with https://'],
  upload: ['사진을 다시 올려 주세요.', 'must be the key of an uploaded photo'],
  email: ['이메일 주소를 다시 확인해 주세요.', 'must be an e-mail address such as name@example.com'],
  phone: [
    '휴대전화 번호를 다시 확인해 주세요(예: 010-1234-5678).',
    'must be a mobile number such as 010-1234-5678 or +82 10 1234 5678',
  ],
  identifier: [
    '이메일이나 휴대전화 번호 또는 아이디를 적어 주세요.',
    'must be an e-mail address, a mobile number or a login ID',
  ],
  login_id: ['아이디를 다시 확인해 주세요.', 'must be a login ID'],
  name: ['쓸 수 없는 문자가 있습니다.', 'has a character that no name has'],
  invisible: ['보이는 글자를 하나 이상 적어 주세요.', 'must show at least one character'],
  month_day: ['0220처럼 월과 일을 네 자리로 적어 주세요.', 'must be a month and a day such as 0220'],
  birth: ['달력에 없는 날짜입니다.', 'is no day of its calendar'],
  digits: ['여섯 자리 숫자여야 합니다.', 'must be six digits'],
  challenge: [
    'S256 값이어야 합니다(base64url 43자).',
    'must be an S256 challenge of 43 characters (RFC 7636)',
  ],
  verifier: [
    '43~128자의 값이어야 합니다(RFC 7636).',
    'must be a verifier of 43 to 128 characters (RFC 7636)',
  ],
  channels: [
    '채널의 공개 id를 쉼표로 이어 주세요.',
    'must be public ids of channels with commas, at most ten',
  ],
  state: ['1024바이트를 넘을 수 없습니다.', 'must have at most 1024 bytes as JSON'],
  json: ['JSON이어야 합니다.', 'must be JSON'],
  bytes: ['base64url로 적은 값이어야 합니다.', 'must be bytes in base64url'],
  uuid: ['UUID여야 합니다.', 'must be a UUID'],
  identity: ['provider:subject 형식이어야 합니다.', 'must be provider:subject'],
  one_parameter: ['항목 하나만 있어야 합니다.', 'must have exactly one parameter'],
} as const satisfies Readonly<Record<string, readonly [ko: string, en: string]>>

/** What is wrong with a value. */
export type WrongValue = keyof typeof table

/** Whether a text names a fault. */
export const isWrongValue = (text: string): text is WrongValue => Object.hasOwn(table, text)

/** The text of a fault, with its limit or its values. */
export function wrongValueText(
  kind: WrongValue,
  blanks: { readonly n?: unknown; readonly list?: string } = {},
): Bilingual {
  const fill = (text: string) =>
    text
      .replace('{n}', String(blanks.n))
      .replace('{list}', blanks.list ?? '')
      .replace(/(?<= 1 )(character|field)s$/, '$1')
      .replace(/(?<= 1 )entries$/, 'entry')
  const [ko, en] = table[kind]
  return { ko: fill(ko), en: fill(en) }
}
