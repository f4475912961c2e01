import { providerIds } from '../../domain/values/identity.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { SpokenTexts } from '../../operators/importing/report/texts.ts'

/** A fault of a request in one language, as a problem names it. */
interface SaidFault {
  readonly pointer: string
  readonly detail: string
}

/** An argument of a command, by the place that it takes in a request, and what may stand there. */
interface Argument {
  readonly name: string
  readonly allows: Readonly<Record<Locale, string>>
}

const providers = providerIds.join(', ')

const member: Argument = {
  name: 'MEMBER',
  allows: {
    en: 'an id, an e-mail address, a phone number, provider:subject, login: with a login ID, or external: with an old id',
    ko: 'id, 이메일 주소, 전화번호, provider:subject, login:과 아이디, external:과 예전 시스템의 id',
  },
}

const byPointer: Readonly<Record<string, Argument>> = {
  '/provider': {
    name: 'PROVIDER',
    allows: { en: `${providers}, or PROVIDER:SUBJECT`, ko: `${providers}, 또는 PROVIDER:SUBJECT` },
  },
  '/subject': {
    name: 'PROVIDER:SUBJECT',
    allows: {
      en: 'the provider and its id of the person, as show lists them; needed where the member has several there',
      ko: 'show에 나오는 제공자와 그 제공자의 회원 id. 그 제공자의 계정이 여럿이면 꼭 적습니다',
    },
  },
  '/passkey': {
    name: 'ID',
    allows: { en: 'the id of a passkey, as show lists it', ko: 'show에 나오는 패스키의 id' },
  },
  '/before': {
    name: '--before',
    allows: { en: 'the id of an event, as history lists it', ko: 'history에 나오는 이벤트의 id' },
  },
}

const words = {
  en: { refused: (name: string, detail: string, allows: string) => `${name}: ${detail}. Allowed: ${allows}` },
  ko: {
    refused: (name: string, detail: string, allows: string) => `${name}: ${detail} 쓸 수 있는 값: ${allows}`,
  },
} as const satisfies SpokenTexts

const withoutStop = (text: string): string => text.replace(/\.$/, '')

/** A problem in one language. */
interface SaidProblem {
  readonly code: string
  readonly detail: string
  readonly errors?: readonly SaidFault[] | undefined
}

/** What an operator reads of a refusal: each argument at fault and what may stand there, or the problem's own sentence. */
export const saidProblem = ({ code, detail, errors = [] }: SaidProblem, locale: Locale): string =>
  errors.length === 0 ? `${detail} (${code})` : saidFaults(errors, locale)

const saidFaults = (faults: readonly SaidFault[], locale: Locale): string =>
  faults
    .map(({ pointer, detail }) => {
      const { name, allows } = byPointer[pointer] ?? member
      return words[locale].refused(name, locale === 'en' ? withoutStop(detail) : detail, allows[locale])
    })
    .join('\n')
