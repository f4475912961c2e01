import type { Bilingual } from '../../domain/values/locale.ts'
import type { ProviderAccount, ProviderApp } from '../host/oauth/rules.ts'

/** The ids of the consent items that the stand-in supports. */
export const consentItems = [
  'profile_nickname',
  'profile_image',
  'name',
  'account_email',
  'phone_number',
  'gender',
  'age_range',
  'birthday',
  'birthyear',
  'account_ci',
] as const
export type ConsentItem = (typeof consentItems)[number]

/** A person with a Kakao account. An omitted field is one that the account lacks. */
export interface KakaoPersona extends ProviderAccount {
  readonly nickname: string
  readonly name?: string
  readonly email?: { readonly address: string; readonly valid: boolean; readonly verified: boolean }
  /** In Kakao's format: `+82 10-0000-0000`. */
  readonly phone?: string
  /** `YYYY`. */
  readonly birthyear?: string
  /** `MMDD`. */
  readonly birthday?: string
  readonly birthdayType?: 'SOLAR' | 'LUNAR'
  readonly leapMonth?: boolean
  readonly gender?: 'female' | 'male'
  /** Such as `20~29`. */
  readonly ageRange?: string
  readonly ci?: string
  /** An https URL. */
  readonly picture?: string
  /** Items that are not ticked when the consent screen opens. */
  readonly refuses?: readonly ConsentItem[]
  /** Agreements made before the first visit, to a sibling service with the same app. */
  readonly already?: { readonly items: readonly ConsentItem[]; readonly terms: readonly string[] }
  /** The fault of every visit: Kakao refuses the code, or fails to send the profile. */
  readonly trouble?: 'code' | 'profile'
  /** Fields that override `kakao_account`, for forms that Kakao should never send. */
  readonly odd?: Readonly<Record<string, unknown>>
}

/** One set of terms in the console of the app (Kakao Sync). */
export interface ServiceTerms {
  readonly tag: string
  readonly title: Bilingual
  readonly required: boolean
  readonly revocable: boolean
  /** Shown on the consent screen when an authorization request names no terms. */
  readonly askedByDefault: boolean
}

/** The connection of one person to the app: the agreements and their times. */
export interface Connection {
  readonly items: ReadonlySet<ConsentItem>
  /** The time of each agreement, by tag. */
  readonly terms: ReadonlyMap<string, Date>
  readonly connectedAt: Date
}

/** The app in Kakao's console. Its client is the REST API key. */
export interface KakaoClients extends ProviderApp {
  readonly adminKey: string
  readonly appId: string
  readonly nativeClientId: string
  /** The URL for unlink notices. Absent: Kakao sends none. */
  readonly unlinkWebhook?: string
  /** The items that the app asks for. Default: all. */
  readonly consentItems?: readonly ConsentItem[]
  /** Absent: the app does not use Kakao Sync. */
  readonly serviceTerms?: readonly ServiceTerms[]
}

/** The value of an item as the consent screen shows it. Undefined when the account lacks it. */
export function sharedValue(persona: KakaoPersona, item: ConsentItem): string | undefined {
  switch (item) {
    case 'profile_nickname':
      return persona.nickname
    case 'profile_image':
      return persona.picture
    case 'name':
      return persona.name
    case 'account_email':
      return persona.email?.address
    case 'phone_number':
      return persona.phone
    case 'gender':
      return persona.gender
    case 'age_range':
      return persona.ageRange
    case 'birthday':
      return persona.birthday
    case 'birthyear':
      return persona.birthyear
    case 'account_ci':
      return persona.ci
    default:
      return item satisfies never
  }
}

/** The labels of the consent screen. */
export const itemLabels = {
  profile_nickname: { ko: '닉네임', en: 'Nickname' },
  profile_image: { ko: '프로필 사진', en: 'Profile picture' },
  name: { ko: '이름', en: 'Name' },
  account_email: { ko: '카카오계정(이메일)', en: 'E-mail address' },
  phone_number: { ko: '카카오계정(전화번호)', en: 'Phone number' },
  gender: { ko: '성별', en: 'Gender' },
  age_range: { ko: '연령대', en: 'Age range' },
  birthday: { ko: '생일', en: 'Birthday' },
  birthyear: { ko: '출생 연도', en: 'Year of birth' },
  account_ci: { ko: 'CI(연계정보)', en: 'CI (connecting information)' },
} as const satisfies Record<ConsentItem, Bilingual>
