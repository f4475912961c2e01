import type { Bilingual } from '../host/messages.ts'

/** A person who can be checked. What is left out, this gateway does not tell. */
export interface PortOnePersona {
  readonly key: string
  readonly name: string
  /** `yyyy-MM-dd`, in the solar calendar. */
  readonly birthDate: string
  readonly gender: 'MALE' | 'FEMALE'
  /** Digits alone. */
  readonly phoneNumber?: string
  /** 88 characters: base64 of 64 bytes. */
  readonly ci?: string
  /** 64 characters. */
  readonly di?: string
  readonly note: Bilingual
}

/** A CI that nobody has: of the right form, and made up. */
export const madeUpCi = (name: string): string => `${name.repeat(20).slice(0, 86)}==`
/** A DI of the same kind. */
export const madeUpDi = (name: string): string => name.repeat(20).slice(0, 64)

/** People whom the local gateway can check, each of whom shows a case. None of them exists. */
export const portOneCast: readonly PortOnePersona[] = [
  {
    key: 'yuna',
    name: '신유나',
    birthDate: '1994-03-09',
    gender: 'FEMALE',
    phoneNumber: '01000002014',
    ci: madeUpCi('shinyuna94'),
    di: madeUpDi('shinyuna94di'),
    note: {
      ko: '아직 아무도 아닌 사람. 본인확인이 기록됨 (22번)',
      en: 'Nobody’s so far: who the member is, is recorded (case 22)',
    },
  },
  {
    key: 'yunseo',
    name: '하윤서',
    birthDate: '1991-11-02',
    gender: 'FEMALE',
    phoneNumber: '01000002016',
    // Of the member who verified it long ago, under the name of before.
    ci: `${'mokkoji2019'.repeat(7)}yunseo012==`,
    di: madeUpDi('hayunseo91di'),
    note: {
      ko: '예전에 본인확인을 한 계정이 따로 있음. yunseo.second@example.com에서 확인하면 합칠지 물어봄 (21번)',
      en: 'Verified another account long ago. Checked from yunseo.second@example.com, is asked whether to merge (case 21)',
    },
  },
  {
    key: 'jiwon',
    name: '문지원',
    birthDate: '1988-07-21',
    gender: 'MALE',
    phoneNumber: '01000002017',
    ci: madeUpCi('moonjiwon88'),
    di: madeUpDi('moonjiwon88di'),
    note: {
      ko: '다른 사람. 이미 본인확인을 한 회원이 고르면 거절됨',
      en: 'Somebody else: refused for a member who is known to be another person',
    },
  },
]
