import type { Bilingual } from '../../domain/values/locale.ts'

/** A person whose identity can be checked. An omitted field is one that this gateway does not send. */
export interface PortOnePersona {
  readonly key: string
  readonly name: string
  /** `yyyy-MM-dd` in the solar calendar. */
  readonly birthDate: string
  readonly gender: 'MALE' | 'FEMALE'
  /** Digits only. */
  readonly phoneNumber?: string
  /** 88 characters: Base64 of 64 bytes. */
  readonly ci?: string
  /** 64 characters. */
  readonly di?: string
  readonly note: Bilingual
}

/** A fictional CI in the right form. */
export const madeUpCi = (name: string): string => `${name.repeat(20).slice(0, 86)}==`
/** A fictional DI in the right form. */
export const madeUpDi = (name: string): string => name.repeat(20).slice(0, 64)

/** The people whom the local gateway can check, each showing a case. All are fictional. */
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
      ko: '아직 본인확인을 하지 않은 사람. 본인확인이 기록됨 (사례 22)',
      en: 'Matches no member, so the check is recorded (case 22)',
    },
  },
  {
    key: 'yunseo',
    name: '하윤서',
    birthDate: '1991-11-02',
    gender: 'FEMALE',
    phoneNumber: '01000002016',
    // The CI of the member who verified it earlier under a previous name.
    ci: `${'mokkoji2019'.repeat(7)}yunseo012==`,
    di: madeUpDi('hayunseo91di'),
    note: {
      ko: '예전에 본인확인을 한 계정이 따로 있음. yunseo.second@example.com에서 확인하면 두 계정을 합칠지 물어봄 (사례 21)',
      en: 'Verified another account earlier. Check as yunseo.second@example.com to be asked about merging (case 21)',
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
      en: 'Another person: refused for a member with an identity check',
    },
  },
]
