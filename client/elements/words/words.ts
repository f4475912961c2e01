import { words } from './table.ts'

/** The name of a text. */
export type Word = keyof typeof words
export type Language = 'ko' | 'en'
type OwnTexts = Partial<Record<Language, Partial<Readonly<Record<Word, string>>>>>

const texts: Record<Language, OwnTexts[Language]> = { ko: {}, en: {} }

/** Puts texts of your own in place of these. */
export function setWords(own: OwnTexts): void {
  texts.ko = { ...texts.ko, ...own.ko }
  texts.en = { ...texts.en, ...own.en }
}

/** The language of the page: `<html lang="en">` is English, everything else Korean. */
const language = (): Language => (document.documentElement.lang.toLowerCase().startsWith('en') ? 'en' : 'ko')

const locale = (): string => (language() === 'ko' ? 'ko-KR' : 'en-GB')

/** A text in the language of the page. `{name}` is filled in from `values`. */
export const t = (word: Word, values: Readonly<Record<string, string | number | undefined>> = {}): string =>
  (texts[language()]?.[word] ?? words[word][language() === 'ko' ? 0 : 1]).replace(
    /\{(\w+)\}/g,
    (_, name: string) => String(values[name] ?? ''),
  )

const isWord = (name: string): name is Word => Object.hasOwn(words, name)

/** A text by a name that comes from the API. Without one, the name itself. */
export const wordOf = (name: string): string => (isWord(name) ? t(name) : name)

/** The text of a pair in the language of the page, as in the titles of a schema. */
export function inLanguage(pair: unknown): string | undefined {
  if (typeof pair !== 'object' || pair === null) return undefined
  const found = Object.entries(pair).find(([name]) => name === language()) ?? Object.entries(pair)[0]
  return typeof found?.[1] === 'string' ? found[1] : undefined
}

/** The title of a part of a schema in the language of the page. Without one, its name. */
export const titleOf = (name: string, schema: { readonly 'x-titles'?: unknown } | undefined): string =>
  inLanguage(schema?.['x-titles']) ?? name

export const dateText = (at: string, style: 'long' | 'medium' = 'long'): string =>
  new Date(at).toLocaleDateString(locale(), { dateStyle: style })

export const timeText = (at: string): string =>
  new Date(at).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' })

/** A month as the API gives it: `2023-05`. */
export const monthText = (month: string): string =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(locale(), { year: 'numeric', month: 'long' })
