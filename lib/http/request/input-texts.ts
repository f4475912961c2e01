import type { BaseIssue } from 'valibot'
import type { Bilingual } from '../../domain/values/locale.ts'
import { missingValue } from '../../domain/values/problem.ts'

/** The kinds of values, by the schema that expects one. */
const kinds: Readonly<Record<string, string>> = {
  string: '문자열',
  number: '숫자',
  boolean: '참 또는 거짓',
  array: '목록',
  object: '객체',
  strict_object: '객체',
}

/** The Korean description of what a schema expects. */
function koreanText({ type, expected }: Pick<BaseIssue<unknown>, 'type' | 'expected'>): string {
  const [limit] = /\d+$/.exec(expected ?? '') ?? []
  if (type === 'non_empty') return '비워 둘 수 없습니다.'
  if (type === 'max_length') return `${limit}보다 길 수 없습니다.`
  if (type === 'min_length') return `${limit}보다 짧을 수 없습니다.`
  const kind = kinds[type]
  return kind === undefined ? '형식이 올바르지 않습니다.' : `형식이 올바르지 않습니다(${kind}).`
}

/** The description of a fault that a schema found, without any part of the input. */
export function inputText(issue: Pick<BaseIssue<unknown>, 'type' | 'expected' | 'received'>): Bilingual {
  const { expected, received } = issue
  if (expected === 'never') return { ko: '알 수 없는 항목입니다.', en: 'is not a known field' }
  if (received === 'undefined') return missingValue
  return { ko: koreanText(issue), en: expected === null ? 'is not valid' : `must be ${expected}` }
}
