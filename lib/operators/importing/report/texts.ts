import type { Locale } from '../../../domain/values/locale.ts'

type Text = string | ((...values: never[]) => string)

/** The words of a command. The compiler asks for each in both languages, since `texts[locale]` has what both have. */
export type SpokenTexts = Readonly<Record<Locale, Readonly<Record<string, Text>>>>
