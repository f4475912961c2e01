import { type ValueRules, wordOf } from './rules.ts'

const yes = new Set(['true', 't', 'yes', 'y', '1', 'on', 'o', '예', '네', '동의', '인증'])
const no = new Set(['false', 'f', 'no', 'n', '0', 'off', 'x', '아니오', '아니요', '미동의', '거부', '미인증'])

/** Reads a boolean: `true`, `yes`, `1`, `예`, `O` and their like and opposites, or a word of the operator's map. */
export function readBoolean(value: unknown, rules: Pick<ValueRules, 'words'>): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const word = wordOf(value, rules)
  if (yes.has(word)) return true
  return no.has(word) ? false : undefined
}
