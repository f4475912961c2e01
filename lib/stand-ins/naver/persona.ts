import type { Bilingual } from '../host/messages.ts'

/** The items that an application can ask for at Naver, by the names that the profile has for them. */
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

/** A person with a Naver account. What is left out, the account lacks. */
export interface NaverPersona {
  /** A short name that pages and tests call the person by. */
  readonly key: string
  /** The person's id in our application. */
  readonly id: string
  /** Which row of the table of cases the person shows. */
  readonly row?: number
  /** What can be seen by signing in as this person. */
  readonly note: Bilingual
  readonly nickname?: string
  readonly name?: string
  /** The contact address, which nobody has verified. */
  readonly email?: string
  /** As Naver writes it: `010-0000-0000`. */
  readonly mobile?: string
  readonly gender?: 'F' | 'M' | 'U'
  /** Such as `20-29`. */
  readonly age?: string
  /** `MM-DD`. */
  readonly birthday?: string
  /** `YYYY`. */
  readonly birthyear?: string
  readonly ci?: string
  /** An https address. */
  readonly profile_image?: string
  /** Items that are not ticked when the consent screen opens. */
  readonly refuses?: readonly NaverItem[]
  /** Connected before the first visit, with everything agreed to. */
  readonly connected?: boolean
  /** What goes wrong whenever this person comes: the code is refused, or the profile is not answered for. */
  readonly trouble?: 'code' | 'profile'
  /** Fields that are written over the profile, for shapes that Naver should never send. */
  readonly odd?: Readonly<Record<string, unknown>>
}

/** The application in Naver's console. */
export interface NaverClients {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUris: readonly string[]
  /** Where Naver tells that a person has unlinked; absent: nowhere. */
  readonly unlinkCallback?: string
  /** Which items the application asks for, and which of them cannot be left out. */
  readonly items?: Readonly<Partial<Record<NaverItem, 'required' | 'optional'>>>
}

/** What the console of the local application says. */
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

/** What the pages call a person. */
export const nameOf = ({ name, nickname, key }: NaverPersona): string => name ?? nickname ?? key

/** What the consent screen calls an item. */
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
