import { type ValueRules, wordOf } from './rules.ts'

const yes = new Set(['true', 't', 'yes', 'y', '1'])
const no = new Set(['false', 'f', 'no', 'n', '0'])

/** Reads a boolean: `true`, `t`, `yes`, `y`, `1` and their opposites, or a word of the operator's map. */
export function readBoolean(value: unknown, rules: Pick<ValueRules, 'words'>): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const word = wordOf(value, rules)
  if (yes.has(word)) return true
  return no.has(word) ? false : undefined
}
