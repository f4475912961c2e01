import type { Notice } from '../domain/message/message.ts'
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
      /** Whoever holds the phone reads them, so they name no login method. */
      readonly notices: Readonly<Record<Notice['kind'], string>>
    }
  >
> = {
  ko: {
    purposes: { sign_up: '가입', sign_in: '로그인', contact: '연락처' },
    code: (purpose, code, minutes) =>
      `${purpose} 인증번호\n${code}\n${minutes}분 안에 입력하고, 누구에게도 알려 주지 마세요.`,
    reactivation: (link, hours) => `휴면 계정을 활성화하려면 ${hours}시간 안에 링크를 열어 주세요.\n${link}`,
    restoration: (link, hours) => `탈퇴한 계정을 복구하려면 ${hours}시간 안에 링크를 열어 주세요.\n${link}`,
    notices: {
      login_method_added: '로그인 방법이 추가되었습니다. 본인이 아니면 고객센터에 알려 주세요.',
      login_method_removed: '로그인 방법이 해제되었습니다. 본인이 아니면 고객센터에 알려 주세요.',
      changed: '계정 정보가 변경되었습니다. 본인이 아니면 고객센터에 알려 주세요.',
      signed_out_by_provider: '소셜 계정이 위험할 수 있어 로그아웃했습니다. 그 계정을 확인해 주세요.',
      merged: '두 계정을 하나로 합쳤습니다. 본인이 아니면 고객센터에 알려 주세요.',
      recovered: '계정을 복구했습니다. 본인이 아니면 고객센터에 알려 주세요.',
      withdrawn: '탈퇴가 완료되었습니다. 본인이 아니면 바로 로그인해서 복구해 주세요.',
    },
  },
  en: {
    purposes: { sign_up: 'sign up', sign_in: 'sign in', contact: 'change your contact' },
    code: (purpose, code, minutes) =>
      `Your code to ${purpose}:\n${code}\nUse this code within ${minutes} minutes. Never tell anybody.`,
    reactivation: (link, hours) => `Reactivate your account within ${hours} hours:\n${link}`,
    restoration: (link, hours) => `Restore your account within ${hours} hours:\n${link}`,
    notices: {
      login_method_added: 'A way of signing in was added. Not you? Please contact support.',
      login_method_removed: 'A way of signing in was removed. Not you? Please contact support.',
      changed: 'Your account details were changed. Not you? Please contact support.',
      signed_out_by_provider:
        'Your account at a sign-in provider may be at risk, so we signed you out. Please check it.',
      merged: 'Two accounts became one. Not you? Please contact support.',
      recovered: 'Your account was recovered. Not you? Please contact support.',
      withdrawn: 'Your account is closed. Not you? Sign in now to restore it.',
    },
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
    case 'login_method_added':
    case 'login_method_removed':
    case 'changed':
    case 'signed_out_by_provider':
    case 'merged':
    case 'recovered':
    case 'withdrawn':
      return `[${name}] ${say.notices[message.kind]}`
    default:
      return message satisfies never
  }
}
