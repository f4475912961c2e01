import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import { defined } from '../../domain/values/defined.ts'
import type { CiHash, ProviderProfile } from '../../domain/values/evidence.ts'
import { isSubject } from '../../domain/values/identity.ts'
import { birthYear, httpsUrl, isCi, monthDay, plainText } from '../wire/personal-text.ts'

/** Text. A value of another type counts as absent. */
const text = v.fallback(v.optional(v.string()), undefined)

/** The fields read from the `response` of `GET /v1/nid/me`. */
export const profileSchema = v.object({
  id: v.pipe(v.string(), v.guard(isSubject)),
  nickname: text,
  name: text,
  email: text,
  gender: text,
  age: text,
  birthday: text,
  birthyear: text,
  profile_image: text,
  mobile: text,
  mobile_e164: text,
  ci: text,
})

/** The account of a visitor. */
export type NaverUser = v.InferOutput<typeof profileSchema>

/**
 * The contact address that the account's owner typed, of any mail service. Nothing shows that mail ever
 * arrived there, so typing another person's address must not lead to that person.
 */
function emailOf(user: NaverUser): Pick<ProviderProfile, 'email'> {
  const value = parseEmail(user.email)
  return value === undefined ? {} : { email: { value, trust: 'unverified' } }
}

/** Naver does not tell whether the number was ever checked. `mobile` is in national form: `010-1234-5678`. */
function phoneOf(user: NaverUser): Pick<ProviderProfile, 'phone'> {
  const value = parsePhone(user.mobile_e164) ?? parsePhone(user.mobile, 'KR')
  return value === undefined ? {} : { phone: { value, trust: 'unverified' } }
}

/** `MM-DD`. Naver has one field and names no calendar; people enter the date of their papers. */
function birthOf(user: NaverUser): Pick<ProviderProfile, 'birth'> {
  const year = birthYear(user.birthyear)
  const [, month, dayOfMonth] = /^(\d\d)-(\d\d)$/.exec(user.birthday ?? '') ?? []
  const day = monthDay(`${month}${dayOfMonth}`, 'solar')
  if (year === undefined && day === undefined) return {}
  return {
    birth: {
      ...defined({ year, monthDay: day }),
      calendar: 'solar',
    },
  }
}

/** `U` (not stated) maps to nothing. */
const genders: ReadonlyMap<string | undefined, string> = new Map([
  ['F', 'female'],
  ['M', 'male'],
])

/** `20-29` and `60-` in the notation used here, `20~29` and `60~`. */
const ageRangeOf = (age: string | undefined): string | undefined =>
  /^\d{1,3}-(?:\d{1,3})?$/.exec(age ?? '')?.[0].replace('-', '~')

/**
 * Maps Naver's account to a profile. Pure but for `hashCi`, so the CI itself, which only approved partners
 * receive, goes no further. Absent, null, empty and odd values count as unknown.
 *
 * Naver does not distinguish a refused item from one that the account lacks, so nothing counts as refused.
 */
export function toProfile(user: NaverUser, hashCi: (ci: string) => CiHash): ProviderProfile {
  const name = plainText(user.name)
  const nickname = plainText(user.nickname)
  const picture = httpsUrl(user.profile_image)
  const gender = genders.get(user.gender)
  const ageRange = ageRangeOf(user.age)
  return {
    identity: { provider: 'naver', subject: user.id },
    ...emailOf(user),
    ...phoneOf(user),
    ...birthOf(user),
    ...defined({
      name,
      ci: isCi(user.ci) ? hashCi(user.ci) : undefined,
      nickname,
      picture,
      gender,
      ageRange,
    }),
    refused: [],
    terms: [],
  }
}
