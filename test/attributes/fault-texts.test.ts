import { describe, expect, it } from 'vitest'
import { createAttributeRules } from '../../lib/attributes/attribute-rules.ts'
import { compileAttributes } from '../../lib/attributes/compile.ts'

/** The texts of the faults of one value, whose schema this is. */
const textsOf = (schema: object, value: unknown) =>
  createAttributeRules(
    compileAttributes({ type: 'object', additionalProperties: false, properties: { it: schema } }),
  )
    .faults({ it: value })
    .map(({ detail }) => [detail.en, detail.ko])

const list = { type: 'array', items: { type: 'string' } }
const parts = { type: 'object', additionalProperties: false, properties: { a: { type: 'string' } } }

describe('the fault of an attribute', () => {
  it.each([
    [{ type: 'string' }, 7, 'must be text', '글자로 적어 주세요.'],
    [{ type: 'number' }, 'x', 'must be a number', '숫자로 적어 주세요.'],
    [{ type: 'integer' }, 7.5, 'must be a whole number', '소수점이 없는 숫자로 적어 주세요.'],
    [{ type: 'boolean' }, 'x', 'must be true or false', '참(true)이나 거짓(false)이어야 합니다.'],
    [list, 'x', 'must be a list', '목록이어야 합니다.'],
    [parts, 'x', 'must be an object', '이름과 값으로 된 객체여야 합니다.'],
    [{ ...parts, required: ['a'] }, {}, 'is required', '필수 항목입니다.'],
    [parts, { b: 1 }, 'is not a known field', '알 수 없는 항목입니다.'],
    [{ ...parts, minProperties: 1 }, {}, 'must have at least 1 field', '1개 이상의 항목이 있어야 합니다.'],
    [{ enum: ['a'] }, 'x', 'must be one of the offered values', '정해진 값 중 하나여야 합니다.'],
    [{ const: 'a' }, 'x', 'must be the offered value', '정해진 값이어야 합니다.'],
    [{ type: 'string', minLength: 1 }, '', 'must not be empty', '비워 둘 수 없습니다.'],
    [{ type: 'string', minLength: 2 }, 'x', 'must have at least 2 characters', '2자 이상이어야 합니다.'],
    [{ type: 'string', maxLength: 1 }, 'xx', 'must have at most 1 character', '1자를 넘을 수 없습니다.'],
    [{ ...list, minItems: 1 }, [], 'must have at least 1 entry', '1개 이상 선택해 주세요.'],
    [{ ...list, maxItems: 2 }, ['a', 'b', 'c'], 'must have at most 2 entries', '2개까지 선택할 수 있습니다.'],
    [
      { ...list, uniqueItems: true },
      ['a', 'a'],
      'must not have the same value twice',
      '같은 값이 두 번 있습니다.',
    ],
    [{ type: 'number', minimum: 3 }, 2, 'must be at least 3', '3 이상이어야 합니다.'],
    [{ type: 'number', maximum: 3 }, 4, 'must be at most 3', '3 이하여야 합니다.'],
    [{ type: 'number', exclusiveMinimum: 3 }, 3, 'must be more than 3', '3보다 커야 합니다.'],
    [{ type: 'number', exclusiveMaximum: 3 }, 3, 'must be less than 3', '3보다 작아야 합니다.'],
    [{ type: 'number', multipleOf: 0.5 }, 0.7, 'must be a multiple of 0.5', '0.5의 배수여야 합니다.'],
    [{ type: 'string', pattern: '^a$' }, 'x', 'has the wrong format', '형식이 올바르지 않습니다.'],
    [
      { type: 'string', format: 'date' },
      '2023-02-30',
      'must be a date such as 1990-02-20',
      '1990-02-20처럼 실제로 있는 날짜를 적어 주세요.',
    ],
    [
      { type: 'string', format: 'uri' },
      'x',
      'must be an address that starts with https://',
      'https://로 시작하는 주소여야 합니다.',
    ],
    [
      { type: 'string', format: 'ieum-upload' },
      'x',
      'must be the key of an uploaded photo',
      '사진을 다시 올려 주세요.',
    ],
    [
      { type: 'string', not: { const: 'x' } },
      'x',
      'has a value that is not allowed here',
      '여기에는 쓸 수 없는 값입니다.',
    ],
  ])('by %j of %j says what is expected', (schema, value, en, ko) => {
    expect(textsOf(schema, value)).toEqual([[en, ko]])
  })
})
