/** A supported language (BCP 47). */
export type Locale = 'ko' | 'en'

/** A text in every supported language. */
export type Bilingual = Readonly<Record<Locale, string>>
