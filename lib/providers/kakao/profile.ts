import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import { defined } from '../../domain/values/defined.ts'
import {
  type Birth,
  type CiHash,
  type Item,
  items,
  type ProviderProfile,
} from '../../domain/values/evidence.ts'
import { birthYear, httpsUrl, isCi, monthDay, plainText } from '../wire/personal-text.ts'
import { kakaoId } from './responses.ts'

/** Text. A value of another type counts as absent. */
const text = v.fallback(v.optional(v.string()), undefined)
/** A boolean. A value of another type counts as absent. */
const flag = v.fallback(v.optional(v.boolean()), undefined)

const accountSchema = v.object({
  /** The item of apps from before 2021-06, and its successor for the nickname alone. */
  profile_needs_agreement: flag,
  profile_nickname_needs_agreement: flag,
  profile: v.fallback(v.optional(v.object({ nickname: text, profile_image_url: text })), undefined),
  name: text,
  name_needs_agreement: flag,
  email: text,
  email_needs_agreement: flag,
  is_email_valid: flag,
  is_email_verified: flag,
  phone_number: text,
  phone_number_needs_agreement: flag,
  birthyear: text,
  birthyear_needs_agreement: flag,
  birthday: text,
  birthday_needs_agreement: flag,
  birthday_type: text,
  is_leap_month: flag,
  gender: text,
  gender_needs_agreement: flag,
  age_range: text,
  ci: text,
})

/** The fields read from `GET /v2/user/me`. */
export const profileSchema = v.object({ id: kakaoId, kakao_account: v.nullish(accountSchema) })

type Account = v.InferOutput<typeof accountSchema>
/** The account of a visitor. */
export type KakaoUser = v.InferOutput<typeof profileSchema>

function emailOf(account: Account): Pick<ProviderProfile, 'email'> {
  const value = parseEmail(account.email)
  if (value === undefined) return {}
  // Valid: no other Kakao account has taken the address since. Verified: its owner proved it once. Either
  // flag alone may stand beside another person's address.
  const vouched = account.is_email_valid === true && account.is_email_verified === true
  return { email: { value, trust: vouched ? 'vouched' : 'unverified' } }
}

function phoneOf(account: Account): Pick<ProviderProfile, 'phone'> {
  const value = parsePhone(account.phone_number)
  // The number of the KakaoTalk account, which exists only after a text to that number. Kakao's OpenID
  // Connect response calls every number verified.
  return value === undefined ? {} : { phone: { value, trust: 'vouched' } }
}

function monthDayOf(account: Account): Omit<Birth, 'year'> {
  const calendar = account.birthday_type === 'LUNAR' ? 'lunar' : 'solar'
  const known = ['SOLAR', 'LUNAR', '', undefined].includes(account.birthday_type)
  const day = known ? monthDay(account.birthday, calendar) : undefined
  if (day === undefined) return { calendar: 'solar' }
  return {
    monthDay: day,
    calendar,
    ...(calendar === 'lunar' && account.is_leap_month && { leapMonth: true }),
  }
}

function birthOf(account: Account): Pick<ProviderProfile, 'birth'> {
  const year = birthYear(account.birthyear)
  const day = monthDayOf(account)
  if (year === undefined && day.monthDay === undefined) return {}
  return { birth: { ...defined({ year }), ...day } }
}

const genderOf = (value: string | undefined) => /^(?:female|male)$/i.exec(value ?? '')?.[0].toLowerCase()
const ageRangeOf = (value: string | undefined) => /^\d{1,2}~(?:\d{1,2})?$/.exec(value ?? '')?.[0]

/**
 * The items that the visitor refused: the value is absent, and Kakao would give it after another agreement.
 * An account without the value needs no agreement. The older `has_…` flags do not tell the two apart.
 */
function refusedBy(account: Account): readonly Item[] {
  const wasRefused = (value: string | undefined, needsAgreement: boolean | undefined) =>
    (value ?? '') === '' && needsAgreement === true
  const isRefused: Record<Item, boolean> = {
    email: wasRefused(account.email, account.email_needs_agreement),
    phone: wasRefused(account.phone_number, account.phone_number_needs_agreement),
    name: wasRefused(account.name, account.name_needs_agreement),
    nickname: wasRefused(
      account.profile?.nickname,
      account.profile_nickname_needs_agreement ?? account.profile_needs_agreement,
    ),
    birth:
      wasRefused(account.birthyear, account.birthyear_needs_agreement) ||
      wasRefused(account.birthday, account.birthday_needs_agreement),
    gender: wasRefused(account.gender, account.gender_needs_agreement),
    identity: false,
  }
  return items.filter((item) => isRefused[item])
}

/**
 * Maps Kakao's account to a profile. Pure but for `hashCi`, so the CI itself goes no further. Absent, null,
 * empty and odd values count as unknown.
 */
export function toProfile(
  user: KakaoUser,
  terms: ProviderProfile['terms'],
  hashCi: (ci: string) => CiHash,
): ProviderProfile {
  const account: Account = user.kakao_account ?? {}
  const name = plainText(account.name)
  const nickname = plainText(account.profile?.nickname)
  const picture = httpsUrl(account.profile?.profile_image_url)
  const gender = genderOf(account.gender)
  const ageRange = ageRangeOf(account.age_range)
  return {
    identity: { provider: 'kakao', subject: user.id },
    ...emailOf(account),
    ...phoneOf(account),
    ...birthOf(account),
    ...defined({
      name,
      ci: isCi(account.ci) ? hashCi(account.ci) : undefined,
      nickname,
      picture,
      gender,
      ageRange,
    }),
    refused: refusedBy(account),
    terms,
  }
}
