import type { Locale } from '../../../domain/values/locale.ts'
import type { Undone } from '../undo-import.ts'
import type { SpokenTexts } from './texts.ts'

const texts = {
  en: (takenBack: number, leftAlone: number) =>
    `taken back ${takenBack}, left alone ${leftAlone} who have signed in or changed since`,
  ko: (takenBack: number, leftAlone: number) =>
    `되돌린 회원 ${takenBack}, 그사이 로그인했거나 바뀌어 그대로 둔 회원 ${leftAlone}`,
} as const satisfies Record<Locale, SpokenTexts[Locale][string]>

/** The result of taking an import back as text for people, in their language. */
export const undoText = ({ takenBack, leftAlone }: Undone, locale: Locale): string =>
  texts[locale](takenBack, leftAlone)
