import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { httpsUrl, plainText } from '../wire/personal-text.ts'

const isGithubId = (value: unknown): value is Subject =>
  /^[1-9]\d{0,18}$/.test(`${value}`) && isSubject(value)

/**
 * The id of an account as text: a positive 64-bit number, parsed losslessly. A `login` may change, an id does
 * not.
 */
export const githubId = v.pipe(
  v.union([v.pipe(v.number(), v.safeInteger()), v.string()]),
  v.transform((value) => `${value}`),
  v.guard(isGithubId),
)

/** Text. A value of another type counts as absent. */
const text = v.fallback(v.optional(v.string()), undefined)

/**
 * The fields read from `GET /user`. Its `email` is the address shown on the profile and says nothing about
 * verification, so it is ignored.
 */
export const userSchema = v.object({ id: githubId, login: text, name: text, avatar_url: text })
/** The account of a visitor. */
export type GithubUser = v.InferOutput<typeof userSchema>

/** A boolean. A value of another type counts as absent. */
const flag = v.fallback(v.optional(v.boolean()), undefined)
/** The response of `GET /user/emails`, as far as it is read. */
export const emailsSchema = v.array(v.object({ email: text, primary: flag, verified: flag }))
/** The addresses of an account. */
export type GithubEmails = v.InferOutput<typeof emailsSchema>

/** Whether an address is one of GitHub's own that receive no mail. */
const isNoreply = (address: string): boolean => /@(?:[\w-]+\.)*noreply\.github\.com$/i.test(address)

/**
 * The primary address as evidence. GitHub verified the address once and never learns of a new owner, so the
 * address asks for further proof and never links by consent alone.
 */
export function emailOf(emails: GithubEmails): Pick<ProviderProfile, 'email'> {
  const primary = emails.find((entry) => entry.primary === true)
  const value = parseEmail(primary?.email)
  if (value === undefined || isNoreply(value)) return {}
  return { email: { value, trust: primary?.verified === true ? 'verified_once' : 'unverified' } }
}

/** Maps `GET /user` to a profile. Pure. Absent, null, empty and odd values count as unknown. */
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
