/** A language that ieum speaks (BCP 47). */
export type Locale = 'ko' | 'en'
