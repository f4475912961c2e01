import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import { defined } from '../../domain/values/defined.ts'
import type { CiHash, ProviderProfile } from '../../domain/values/evidence.ts'
import { isSubject } from '../../domain/values/identity.ts'
import { birthYear, httpsUrl, isCi, monthDay, plainText } from '../wire/personal-text.ts'

/** A value of the wrong type is as good as none. */
const text = v.fallback(v.optional(v.string()), undefined)

/** The `response` of `GET /v1/nid/me`, as far as it is read. */
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

export type NaverUser = v.InferOutput<typeof profileSchema>

/**
 * The contact address that its owner wrote down, which need not be one of Naver's; nothing says that mail ever
 * arrived there. Whoever writes down somebody else's must not become that person here.
 */
function emailOf(user: NaverUser): Pick<ProviderProfile, 'email'> {
  const value = parseEmail(user.email)
  return value === undefined ? {} : { email: { value, trust: 'unverified' } }
}

/** Nothing says when, or whether, the number was checked. `mobile` is written as at home: `010-1234-5678`. */
function phoneOf(user: NaverUser): Pick<ProviderProfile, 'phone'> {
  const value = parsePhone(user.mobile_e164) ?? parsePhone(user.mobile, 'KR')
  return value === undefined ? {} : { phone: { value, trust: 'unverified' } }
}

/** `MM-DD`. Naver does not say which calendar it is: it has one field, and people write the date of their papers. */
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

/** `U` is for who did not say. */
const genders: ReadonlyMap<string | undefined, string> = new Map([
  ['F', 'female'],
  ['M', 'male'],
])

/** `20-29` and `60-`, in the way that ranges are written here. */
const ageRangeOf = (age: string | undefined): string | undefined =>
  /^\d{1,3}-(?:\d{1,3})?$/.exec(age ?? '')?.[0].replace('-', '~')

/**
 * Naver's account of a person in our words. Pure but for the hash that is handed in: the CI itself, which only
 * approved partners get, goes no further than this. Absent, null, empty and odd values are all the same.
 *
 * Naver does not tell an item that was refused from one that the account lacks, so nothing counts as refused.
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
