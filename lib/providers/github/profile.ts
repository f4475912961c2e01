import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { httpsUrl, plainText } from '../wire/personal-text.ts'

const isGithubId = (value: unknown): value is Subject =>
  /^[1-9]\d{0,18}$/.test(`${value}`) && isSubject(value)

/** The id of an account, a positive 64-bit number that was read losslessly, as text. `login` may change. */
export const githubId = v.pipe(
  v.union([v.pipe(v.number(), v.safeInteger()), v.string()]),
  v.transform((value) => `${value}`),
  v.guard(isGithubId),
)

/** A value of the wrong type is as good as none. */
const text = v.fallback(v.optional(v.string()), undefined)

/**
 * The answer of `GET /user`, as far as it is read. Its `email` is what the person shows on the profile: it says
 * nothing of being verified, and is not looked at.
 */
export const userSchema = v.object({ id: githubId, login: text, name: text, avatar_url: text })
export type GithubUser = v.InferOutput<typeof userSchema>

/** One address of an account; `true` and nothing else that may pass for it. */
const flag = v.fallback(v.optional(v.boolean()), undefined)
export const emailsSchema = v.array(v.object({ email: text, primary: flag, verified: flag }))
export type GithubEmails = v.InferOutput<typeof emailsSchema>

/** An address of GitHub's own that receives nothing. */
const isNoreply = (address: string): boolean => /@(?:[\w-]+\.)*noreply\.github\.com$/i.test(address)

/**
 * The primary address. GitHub has once verified it, however long ago that was, and never hears when it gets another
 * owner: that is worth proof by other means, and never a yes alone.
 */
export function emailOf(emails: GithubEmails): Pick<ProviderProfile, 'email'> {
  const primary = emails.find((entry) => entry.primary === true)
  const value = parseEmail(primary?.email)
  if (value === undefined || isNoreply(value)) return {}
  return { email: { value, trust: primary?.verified === true ? 'verified_once' : 'unverified' } }
}

/** What `GET /user` tells, in our words. Pure. Absent, null, empty and odd values: nothing is known. */
export function toProfile(user: GithubUser): ProviderProfile {
  const name = plainText(user.name)
  const nickname = plainText(user.login)
  const picture = httpsUrl(user.avatar_url)
  return {
    identity: { provider: 'github', subject: user.id },
    ...defined({ name, nickname, picture }),
    refused: [],
    terms: [],
  }
}
