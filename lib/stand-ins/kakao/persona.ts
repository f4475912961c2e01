import type { Bilingual } from '../host/messages.ts'

/** The consent items of Kakao that the stand-in knows, by their ids. */
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

/** A person with a Kakao account. What is left out, the account lacks. */
export interface KakaoPersona {
  /** A short name that pages and tests call the person by. */
  readonly key: string
  /** The number of the person in our app, up to 64 bits. */
  readonly id: string | bigint
  /** Which row of the table of cases the person shows. */
  readonly row?: number
  /** What can be seen by signing in as this person. */
  readonly note: Bilingual
  readonly nickname: string
  readonly name?: string
  readonly email?: { readonly address: string; readonly valid: boolean; readonly verified: boolean }
  /** As Kakao writes it: `+82 10-0000-0000`. */
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
  /** An https address. */
  readonly picture?: string
  /** Items that are not ticked when the consent screen opens. */
  readonly refuses?: readonly ConsentItem[]
  /** What was agreed to before the first visit: a sibling service uses the same app. */
  readonly already?: { readonly items: readonly ConsentItem[]; readonly terms: readonly string[] }
  /** What goes wrong whenever this person comes: the code is refused, or the profile is not answered for. */
  readonly trouble?: 'code' | 'profile'
  /** Fields that are written over `kakao_account`, for shapes that Kakao should never send. */
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

/** The app in Kakao's console. */
export interface KakaoClients {
  /** The REST API key. */
  readonly clientId: string
  readonly clientSecret: string
  readonly adminKey: string
  readonly appId: string
  readonly nativeKey: string
  readonly redirectUris: readonly string[]
  /** Where Kakao tells that a person has unlinked; absent: nowhere. */
  readonly unlinkWebhook?: string
  /** Which items the app asks for; all by default. */
  readonly consentItems?: readonly ConsentItem[]
  /** Absent: the app does not use Kakao Sync. */
  readonly serviceTerms?: readonly ServiceTerms[]
}

/** The value of an item as the consent screen shows it; undefined when the account lacks it. */
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

/** What the consent screen calls an item. */
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
