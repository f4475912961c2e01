/** A supported language (BCP 47). */
export type Locale = 'ko' | 'en'
