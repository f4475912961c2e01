import type { Locale } from '../domain/values/locale.ts'
import type { VerificationPurpose } from '../domain/values/verification.ts'
import type { TextContent } from '../flows/ports/sms.ts'

/** The sender of a text, and the language of the reader. */
export interface TextSender {
  readonly locale: Locale
  /** The name of the service, from the stage's settings. */
  readonly name: string
}

/** Each text fits into one part (70 characters outside GSM 7-bit), except for a link. No text contains what a person typed. */
const words: Readonly<
  Record<
    Locale,
    {
      /** What a code is for. Short, since a name of 20 letters must fit beside it. */
      readonly purposes: Readonly<Record<VerificationPurpose, string>>
      readonly code: (purpose: string, code: string, minutes: number) => string
      readonly reactivation: (link: string, hours: number) => string
      readonly restoration: (link: string, hours: number) => string
    }
  >
> = {
  ko: {
    purposes: { sign_up: '가입', sign_in: '로그인', contact: '연락처' },
    code: (purpose, code, minutes) =>
      `${purpose} 인증번호\n${code}\n${minutes}분 안에 입력하고, 누구에게도 알려 주지 마세요.`,
    reactivation: (link, hours) => `휴면 계정을 활성화하려면 ${hours}시간 안에 링크를 열어 주세요.\n${link}`,
    restoration: (link, hours) => `탈퇴한 계정을 복구하려면 ${hours}시간 안에 링크를 열어 주세요.\n${link}`,
  },
  en: {
    purposes: { sign_up: 'sign up', sign_in: 'sign in', contact: 'change your contact' },
    code: (purpose, code, minutes) =>
      `Your code to ${purpose}:\n${code}\nUse this code within ${minutes} minutes. Never tell anybody.`,
    reactivation: (link, hours) => `Reactivate your account within ${hours} hours:\n${link}`,
    restoration: (link, hours) => `Restore your account within ${hours} hours:\n${link}`,
  },
}

/** Takes a message and gives its text in the language of the reader. */
export function smsText(message: TextContent, { locale, name }: TextSender): string {
  const say = words[locale]
  switch (message.kind) {
    case 'code':
      return `[${name}] ${say.code(say.purposes[message.purpose], message.code, message.minutes)}`
    case 'reactivation':
    case 'restoration':
      return `[${name}] ${say[message.kind](message.link, message.hours)}`
    default:
      return message satisfies never
  }
}
