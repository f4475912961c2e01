import type { Consent, Term } from '../consent/consent.ts'
import { checkConsents, type GivenConsent } from '../consent/given-consent.ts'
import type { Attributes } from '../member/attributes.ts'
import { identityMethod, type LoginMethod, type OwnContact, type OwnPhone } from '../member/member.ts'
import { isYoungerThan, type ToSolar } from '../values/birth.ts'
import type { Item, Phone, ProviderProfile, Vouched } from '../values/evidence.ts'
import type { ClientId } from '../values/ids.ts'
import { type InputFault, Problem } from '../values/problem.ts'
import type { MatchPolicy } from '../visit/match-policy.ts'

/** What the visitor typed in to complete the sign-up. */
export interface RegistrationForm {
  readonly name?: string | undefined
  /** What the stage's schema asks for. */
  readonly attributes?: Attributes | undefined
  readonly consents: readonly GivenConsent[]
}

/** What the provider said of one set of our terms. */
export function answeredAtProvider(term: Term, profile: Pick<ProviderProfile, 'terms'>): boolean | undefined {
  return profile.terms === 'unknown' ? undefined : profile.terms.find(({ tag }) => tag === term.tag)?.agreed
}

/**
 * What a registration still needs. A required item that is there but unverified will do,
 * unless the policy wants it verified.
 */
export function missingItems(policy: MatchPolicy, profile: Pick<ProviderProfile, Item>): readonly Item[] {
  const isMissing = (item: Item): boolean => {
    const value = profile[item]
    if (value === undefined) return true
    const mustBeVerified = policy.verifiedItems.includes(item)
    return mustBeVerified && (item === 'email' || item === 'phone') && profile[item]?.trust === 'unverified'
  }
  return policy.requiredItems.filter(isMissing)
}

const asFault = (item: Item): InputFault => ({
  pointer: item === 'name' ? '/name' : '/verificationTokens',
  detail: `${item} is required`,
})

/**
 * The consents that a registration records: answers in our form, and those that the provider reports (none
 * where there was no provider).
 * Throws `invalid_request` for terms that are not in force, `consent_missing` when a required one is not
 * agreed to. The time is ours, except where the provider says when its answer was given.
 */
export function consentsOf(
  given: readonly GivenConsent[],
  profile: Pick<ProviderProfile, 'terms'>,
  terms: readonly Term[],
  now: Date,
  channel: ClientId,
): readonly Consent[] {
  checkConsents(given, terms)
  const answers = terms.flatMap((term): Consent[] => {
    const typed = given.find(({ tag }) => tag === term.tag)
    if (typed !== undefined) {
      return [
        { tag: term.tag, version: term.version, agreed: typed.agreed, at: now, source: 'form', channel },
      ]
    }
    const synced = profile.terms === 'unknown' ? undefined : profile.terms.find(({ tag }) => tag === term.tag)
    if (synced === undefined) return []
    const { agreed, agreedAt = now } = synced
    return [{ tag: term.tag, version: term.version, agreed, at: agreedAt, source: 'kakao_sync', channel }]
  })
  const refused = terms.filter(
    ({ tag, required }) => required && !answers.some((answer) => answer.tag === tag && answer.agreed),
  )
  if (refused.length > 0) {
    const errors = refused.map(({ tag }) => ({ pointer: '/consents', detail: `${tag} must be agreed to` }))
    throw new Problem('consent_missing', { errors })
  }
  return answers
}

const own = <Value>({ value, trust }: Vouched<Value>): OwnContact<Value> => ({
  value,
  verified: trust !== 'unverified',
})

const ownPhone = (seen: Vouched<Phone>, now: Date): OwnPhone => {
  const phone = own(seen)
  return phone.verified ? { ...phone, provenAt: now } : phone
}

/**
 * What the new member will have on file. Throws `guardian_consent_required` for somebody under age,
 * and `invalid_request` with one error per item that is still missing.
 */
export function personOf(
  form: RegistrationForm,
  profile: ProviderProfile,
  policy: MatchPolicy,
  today: Date,
  toSolar: ToSolar,
) {
  if (isYoungerThan(policy.minimumAge, profile, today, toSolar))
    throw new Problem('guardian_consent_required')
  const name = form.name ?? profile.name
  const missing = missingItems(policy, name === undefined ? profile : { ...profile, name })
  if (missing.length > 0) throw new Problem('invalid_request', { errors: missing.map(asFault) })

  const email = profile.email === undefined ? undefined : own(profile.email)
  const phone = profile.phone === undefined ? undefined : ownPhone(profile.phone, today)
  const ways: LoginMethod[] = [identityMethod(profile.identity)]
  if (email?.verified === true) ways.push('email')
  if (phone?.verified === true) ways.push('phone')
  return {
    ways,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...accountDetails(profile, policy),
    ...(profile.ci === undefined ? {} : { ci: profile.ci }),
  }
}

/**
 * Birth date and gender where the account itself needs them: the service requires them, or members are found by
 * them. Otherwise what the provider told of them stays with the connection, and goes with it.
 */
function accountDetails({ birth, gender }: ProviderProfile, { requiredItems, consider }: MatchPolicy) {
  const needsBirth = requiredItems.includes('birth') || consider.includes('name+birth')
  return {
    ...(birth !== undefined && needsBirth ? { birth } : {}),
    ...(gender !== undefined && requiredItems.includes('gender') ? { gender } : {}),
  }
}
