import type { Bilingual } from '../../domain/values/locale.ts'
import type { ProviderAccount, ProviderApp } from '../host/oauth/rules.ts'

/** The items that an application can ask for, by their names in the profile. */
export const naverItems = [
  'name',
  'email',
  'mobile',
  'nickname',
  'profile_image',
  'gender',
  'age',
  'birthday',
  'birthyear',
  'ci',
] as const
export type NaverItem = (typeof naverItems)[number]

/** The items that a person agreed to share. */
export type NaverConsent = ReadonlySet<NaverItem>

/** A person with a Naver account. An omitted field is one that the account lacks. */
export interface NaverPersona extends ProviderAccount {
  /** The person's id in our application. */
  readonly id: string
  readonly nickname?: string
  readonly name?: string
  /** The contact address, which Naver has not verified. */
  readonly email?: string
  /** In Naver's format: `010-0000-0000`. */
  readonly mobile?: string
  readonly gender?: 'F' | 'M' | 'U'
  /** Such as `20-29`. */
  readonly age?: string
  /** `MM-DD`. */
  readonly birthday?: string
  /** `YYYY`. */
  readonly birthyear?: string
  readonly ci?: string
  /** An https URL. */
  readonly profile_image?: string
  /** Items that are not ticked when the consent screen opens. */
  readonly refuses?: readonly NaverItem[]
  /** Connected before the first visit, with agreement to every item. */
  readonly connected?: boolean
  /** The fault of every visit: Naver refuses the code, or fails to send the profile. */
  readonly trouble?: 'code' | 'profile'
  /** Fields that override the profile, for forms that Naver should never send. */
  readonly odd?: Readonly<Record<string, unknown>>
}

/** The application in Naver's console. */
export interface NaverClients extends ProviderApp {
  /** The URL for unlink notices. Absent: Naver sends none. */
  readonly unlinkCallback?: string
  /** The items that the application asks for, and whether each is mandatory. */
  readonly items?: Readonly<Partial<Record<NaverItem, 'required' | 'optional'>>>
}

/** The items of the local application. */
export const usualItems = {
  name: 'required',
  email: 'required',
  mobile: 'optional',
  nickname: 'optional',
  profile_image: 'optional',
  gender: 'optional',
  age: 'optional',
  birthday: 'optional',
  birthyear: 'optional',
  ci: 'optional',
} as const satisfies NaverClients['items']

/** The labels of the consent screen. */
export const naverItemLabels = {
  name: { ko: '회원이름', en: 'Name' },
  email: { ko: '연락처 이메일 주소', en: 'Contact e-mail address' },
  mobile: { ko: '휴대전화번호', en: 'Mobile number' },
  nickname: { ko: '별명', en: 'Nickname' },
  profile_image: { ko: '프로필 사진', en: 'Profile picture' },
  gender: { ko: '성별', en: 'Gender' },
  age: { ko: '연령대', en: 'Age range' },
  birthday: { ko: '생일', en: 'Birthday' },
  birthyear: { ko: '출생연도', en: 'Year of birth' },
  ci: { ko: '연계정보(CI)', en: 'CI (connecting information)' },
} as const satisfies Record<NaverItem, Bilingual>
