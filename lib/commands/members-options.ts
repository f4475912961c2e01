import type { ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Locale } from '../domain/values/locale.ts'
import type { SpokenTexts } from '../operators/importing/report/texts.ts'

/** The options of `npm run members`. */
export const memberOptions = {
  local: { type: 'boolean' },
  port: { type: 'string' },
  stage: { type: 'string' },
  operator: { type: 'string' },
  check: { type: 'boolean' },
  full: { type: 'boolean' },
  'with-passwords': { type: 'boolean' },
  force: { type: 'boolean' },
  before: { type: 'string' },
  language: { type: 'string' },
  'ignore-unknown': { type: 'boolean' },
  encoding: { type: 'string' },
  map: { type: 'string', multiple: true },
  'map-value': { type: 'string', multiple: true },
  strict: { type: 'boolean' },
  update: { type: 'boolean' },
  json: { type: 'boolean' },
  'at-once': { type: 'string' },
  since: { type: 'string' },
  help: { type: 'boolean' },
} satisfies ParseArgsOptionsConfig

/** The options as typed. */
export type MemberOptions = ReturnType<typeof parseArgs<{ options: typeof memberOptions }>>['values']

/** What a number may be, and what it is when nobody types it. */
interface NumberOption {
  readonly name: string
  readonly fallback: number
  readonly from: number
  readonly to: number
}

/** A whole number as typed. Throws an `Error` for anything else, and for one that is too small or too large. */
export function typedNumber(value: string | undefined, { name, fallback, from, to }: NumberOption): number {
  if (value === undefined || value === '') return fallback
  if (/^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to) return Number(value)
  throw new Error(`${name} is "${value}"; it must be a whole number from ${from} to ${to}`)
}

/**
 * The language of what a command prints: the one of `--language`, else Korean in a shell whose language is Korean (POSIX,
 * LC_ALL, LC_MESSAGES and LANG in this order), else the fallback. Throws an `Error` for another `--language`.
 */
export function languageOf(
  typed: string | undefined,
  { LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv,
  fallback: Locale,
): Locale {
  if (typed === 'ko' || typed === 'en') return typed
  if (typed !== undefined) throw new Error(`--language is "${typed}"; it must be ko or en`)
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('ko') ? 'ko' : fallback
}

/** What the command says itself. */
export const commandWords = {
  en: {
    missing: (name: string) => `${name} is missing`,
    wouldRead: 'Go on with this command:',
    exported: (count: number, file: string) => `exported ${count}, see ${file}`,
  },
  ko: {
    missing: (name: string) => `${name} 자리가 비었습니다`,
    wouldRead: '다음 명령으로 이어 가세요.',
    exported: (count: number, file: string) => `내보낸 회원 ${count}. ${file} 파일에 있습니다`,
  },
} as const satisfies SpokenTexts
