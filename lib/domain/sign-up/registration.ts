import { missingAnswerFaults, type TermsAtProvider } from '../consent/answers.ts'
import type { Consent, Term } from '../consent/consent.ts'
import { consentFaults, type GivenConsent } from '../consent/given-consent.ts'
import { isVerifiedContact } from '../leads/claimed.ts'
import { newMethods } from '../leads/methods.ts'
import type { ShownAddress } from '../leads/release.ts'
import type { Attributes } from '../member/attributes.ts'
import type { Member, OwnContact, OwnPhone } from '../member/member.ts'
import { isBirthDate, isYoungerThan, type ToSolar, typedBirthFaults } from '../values/birth.ts'
import { defined } from '../values/defined.ts'
import type { Birth, ContactKind, Gender, Item, Phone, ProviderProfile, Vouched } from '../values/evidence.ts'
import type { ClientId } from '../values/ids.ts'
import { type InputFault, Problem, refuseFaults } from '../values/problem.ts'
import type { MatchPolicy } from '../visit/match-policy.ts'
import { missingItemFault } from './required-item.ts'

/** What a form tells about the person. */
export interface PersonalItems {
  readonly name?: string | undefined
  readonly nickname?: string | undefined
  readonly birth?: Birth | undefined
  readonly gender?: Gender | undefined
}

/** The form that completes a sign-up. */
export interface RegistrationForm extends PersonalItems {
  /** Attributes of the stage's own schema. */
  readonly attributes?: Attributes | undefined
  readonly consents: readonly GivenConsent[]
}

/** What is known of a visitor, for the items that a registration needs. */
type KnownItems = Partial<Pick<ProviderProfile, Exclude<Item, 'identity'> | 'check'>>

/**
 * The items that a registration still needs. An unverified item is enough, unless the policy requires a verified one.
 * A birth date needs its year and its day: a provider may tell one alone.
 */
export function missingItems(policy: MatchPolicy, profile: KnownItems): readonly Item[] {
  const isMissing = (item: Item): boolean => {
    if (item === 'identity') return profile.check === undefined
    const value = profile[item]
    if (value === undefined) return true
    if (item === 'birth') return profile.birth === undefined || !isBirthDate(profile.birth)
    const mustBeVerified = policy.verifiedItems.includes(item)
    return mustBeVerified && (item === 'email' || item === 'phone') && profile[item]?.trust === 'unverified'
  }
  const { requiredItems, verifiedItems } = policy
  return [...new Set([...requiredItems, ...verifiedItems])].filter(isMissing)
}

/**
 * The contacts of a profile that nobody has verified. They count as evidence only after a code came back from them,
 * so the visitor is asked to enter the code.
 */
export const contactsToVerify = (
  profile: Pick<ProviderProfile, 'email' | 'phone'>,
): readonly ('email' | 'phone')[] =>
  (['email', 'phone'] as const).filter((of) => profile[of]?.trust === 'unverified')

/**
 * The consents that a registration records: answers in our form, then answers that the provider reports. An
 * answer without a time of the provider is recorded at `now`. Throws `invalid_request` for terms that are not
 * in force, and `consent_missing` if a required consent is missing; both with the `others` that are wrong with the form.
 */
export function consentsOf(
  given: readonly GivenConsent[],
  profile: TermsAtProvider,
  terms: readonly Term[],
  now: Date,
  channel: ClientId,
  others: readonly InputFault[] = [],
): readonly Consent[] {
  const wrong = consentFaults(given, terms)
  if (wrong.length > 0) throw new Problem('invalid_request', { errors: [...wrong, ...others] })
  const missing = missingAnswerFaults(given, profile, terms)
  if (missing.length > 0) throw new Problem('consent_missing', { errors: [...missing, ...others] })
  return terms.flatMap((term): Consent[] => {
    const typed = given.find(({ tag }) => tag === term.tag)
    if (typed !== undefined) {
      return [
        { tag: term.tag, version: term.version, agreed: typed.agreed, at: now, source: 'form', channel },
      ]
    }
    const synced = profile.terms === 'unknown' ? undefined : profile.terms.find(({ tag }) => tag === term.tag)
    if (synced === undefined) return []
    const { agreed, agreedAt = now, source } = synced
    return [{ tag: term.tag, version: term.version, agreed, at: agreedAt, source, channel }]
  })
}

/** The contacts of a profile that somebody has proven, each with its proof. */
export function shownAddresses({
  email,
  phone,
}: Pick<ProviderProfile, 'email' | 'phone'>): readonly ShownAddress[] {
  return [
    ...(email === undefined || email.trust === 'unverified'
      ? []
      : [{ address: { channel: 'email', value: email.value }, proof: email.trust } as const]),
    ...(phone === undefined || phone.trust === 'unverified'
      ? []
      : [{ address: { channel: 'sms', value: phone.value }, proof: phone.trust } as const]),
  ]
}

/** A new member's contact. A verified one of a kind that several members may have is shared from the beginning. */
const own = <Value>(
  of: ContactKind,
  { value, trust }: Vouched<Value>,
  { sharedContacts }: MatchPolicy,
): OwnContact<Value> =>
  trust === 'unverified'
    ? { value, verified: false }
    : { value, verified: true, ...(sharedContacts.includes(of) && { shared: true }) }

const ownPhone = (seen: Vouched<Phone>, now: Date, policy: MatchPolicy): OwnPhone => {
  const phone = own('phone', seen, policy)
  return isVerifiedContact(phone) ? { ...phone, provenAt: now } : phone
}

/** What is wrong with what a form tells of the person: a birth date that is none, and items that are missing. */
export const personFaults = (
  form: PersonalItems,
  profile: ProviderProfile,
  policy: MatchPolicy,
  toSolar: ToSolar,
): readonly InputFault[] => [
  ...typedBirthFaults(form.birth, toSolar),
  ...missingItems(policy, { ...profile, ...personalItems(form) }).map(missingItemFault),
]

/**
 * Builds the member's part for a sign-up with a provider. Takes `today` in the service's time zone. Throws
 * `guardian_consent_required` below the minimum age, and `invalid_request` with each fault and the `others` of the form.
 */
export function personOf(
  form: RegistrationForm,
  profile: ProviderProfile,
  policy: MatchPolicy,
  today: Date,
  toSolar: ToSolar,
  others: readonly InputFault[] = [],
) {
  const isTooYoung = (person: Parameters<typeof isYoungerThan>[1]): boolean =>
    isYoungerThan(policy.minimumAge, person, today, toSolar)
  const isBirthWrong = typedBirthFaults(form.birth, toSolar).length > 0
  if (!isBirthWrong && (isTooYoung(profile) || isTooYoung({ birth: form.birth })))
    throw new Problem('guardian_consent_required')
  refuseFaults([...personFaults(form, profile, policy, toSolar), ...others])

  const email = profile.email === undefined ? undefined : own('email', profile.email, policy)
  const phone = profile.phone === undefined ? undefined : ownPhone(profile.phone, today, policy)
  const contacts = defined({ email, phone })
  return {
    ways: newMethods({ identities: [profile.identity], ...contacts }),
    ...contacts,
    ...defined({ name: profile.name }),
    ...accountDetails(profile, policy),
    ...personalItems(form),
    ...defined({ ci: profile.ci }),
    ...checkedPerson(profile),
  }
}

/** The items that a form tells, for the account. */
export const personalItems = ({
  name,
  nickname,
  birth,
  gender,
}: PersonalItems): Pick<Member, keyof PersonalItems> => defined({ name, nickname, birth, gender })

/** What an identity check in this visit tells, for the account. */
const checkedPerson = ({ di, check }: Pick<ProviderProfile, 'di' | 'check'>) =>
  check === undefined
    ? {}
    : { identityVerifiedAt: check.verifiedAt, identitySource: check.source, ...defined({ di }) }

/**
 * The provider's birth date, gender and nickname, if the account itself needs them: the service requires them or
 * matches members by them. Other values stay with the connection's profile and are deleted with the connection.
 */
function accountDetails(
  { birth, gender, nickname }: ProviderProfile,
  { requiredItems, consider }: MatchPolicy,
) {
  const needsBirth = requiredItems.includes('birth') || consider.includes('name+birth')
  return defined({
    birth: needsBirth ? birth : undefined,
    gender: requiredItems.includes('gender') ? gender : undefined,
    nickname: requiredItems.includes('nickname') ? nickname : undefined,
  })
}
