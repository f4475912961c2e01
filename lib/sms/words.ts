import type { Locale } from '../domain/values/locale.ts'
import type { TextMessage } from '../flows/ports/sms.ts'

/** Who writes, and in which language. */
export interface Sender {
  readonly locale: Locale
  /** Our own address on the web, from the configuration. */
  readonly origin: string
}

/** Short enough for one part each (70 characters outside GSM 7-bit), except for a link; no text that a person chose. */
const words: Readonly<
  Record<
    Locale,
    {
      readonly code: (code: string, minutes: number) => string
      readonly reactivation: (link: string, hours: number) => string
    }
  >
> = {
  ko: {
    code: (code, minutes) => `인증번호\n${code}\n${minutes}분 안에 입력하고, 누구에게도 알려 주지 마세요.`,
    reactivation: (link, hours) => `휴면 계정을 다시 활성화하려면 ${hours}시간 안에 열어 주세요.\n${link}`,
  },
  en: {
    code: (code, minutes) =>
      `Your code:\n${code}\nIt works for ${minutes} minutes. Never tell it to anybody.`,
    reactivation: (link, hours) => `Reactivate your account within ${hours} hours:\n${link}`,
  },
}

/** Puts a message into words. */
export function textOf(message: TextMessage, { locale, origin }: Sender): string {
  const say = words[locale]
  const { host } = new URL(origin)
  switch (message.kind) {
    case 'code':
      return `[${host}] ${say.code(message.code, message.minutes)}`
    case 'reactivation':
      return `[${host}] ${say.reactivation(message.link, message.hours)}`
    default:
      return message satisfies never
  }
}
