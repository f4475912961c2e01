import type { Bilingual } from '../domain/values/locale.ts'
import { missingValue } from '../domain/values/problem.ts'
import type { SchemaError } from './compiled-attributes.ts'

const types: Readonly<Record<string, Bilingual>> = {
  string: { ko: '문자열', en: 'text' },
  number: { ko: '숫자', en: 'a number' },
  integer: { ko: '정수', en: 'a whole number' },
  boolean: { ko: '참 또는 거짓', en: 'true or false' },
  array: { ko: '목록', en: 'a list' },
  object: { ko: '객체', en: 'an object' },
}

const typeText = (type: unknown): Bilingual =>
  types[String(type)] ?? { ko: '정해진 형식', en: 'another type' }

/** The message of each schema keyword for the person who fills in a form. */
const byKeyword: Readonly<Record<string, (params: SchemaError['params']) => Bilingual>> = {
  required: () => missingValue,
  additionalProperties: () => ({ ko: '알 수 없는 항목입니다.', en: 'is not a known field' }),
  unevaluatedProperties: () => ({ ko: '알 수 없는 항목입니다.', en: 'is not a known field' }),
  type: ({ type }) => ({
    ko: `형식이 올바르지 않습니다(${typeText(type).ko}).`,
    en: `must be ${typeText(type).en}`,
  }),
  enum: () => ({ ko: '정해진 값 중 하나여야 합니다.', en: 'must be one of the offered values' }),
  const: () => ({ ko: '정해진 값이어야 합니다.', en: 'must be the offered value' }),
  minLength: ({ limit }) =>
    limit === 1
      ? { ko: '비워 둘 수 없습니다.', en: 'must not be empty' }
      : { ko: `${limit}자 이상이어야 합니다.`, en: `must have at least ${limit} characters` },
  maxLength: ({ limit }) => ({
    ko: `${limit}자를 넘을 수 없습니다.`,
    en: `must have at most ${limit} characters`,
  }),
  minItems: ({ limit }) => ({
    ko: `${limit}개 이상 선택해 주세요.`,
    en: `must have at least ${limit} entries`,
  }),
  maxItems: ({ limit }) => ({
    ko: `${limit}개까지 선택할 수 있습니다.`,
    en: `must have at most ${limit} entries`,
  }),
  uniqueItems: () => ({ ko: '같은 값이 두 번 있습니다.', en: 'must not have the same value twice' }),
  minimum: ({ limit }) => ({ ko: `${limit} 이상이어야 합니다.`, en: `must be at least ${limit}` }),
  maximum: ({ limit }) => ({ ko: `${limit} 이하여야 합니다.`, en: `must be at most ${limit}` }),
}

const defaultText: Bilingual = { ko: '형식이 올바르지 않습니다.', en: 'has the wrong format' }

/** The message for a schema error. It never contains the value. */
export const faultText = ({ keyword, params }: SchemaError): Bilingual =>
  byKeyword[keyword]?.(params) ?? defaultText
