import type { Locale } from '../../domain/values/locale.ts'
import type { ProblemGuide } from './advice.ts'
import { englishAdvice } from './english.ts'
import { koreanAdvice } from './korean.ts'

/** The guide in each language. */
export const problemGuides: Readonly<Record<Locale, ProblemGuide>> = { ko: koreanAdvice, en: englishAdvice }
