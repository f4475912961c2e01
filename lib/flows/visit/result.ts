import { answeredAtProvider } from '../../domain/consent/answers.ts'
import type { Term } from '../../domain/consent/consent.ts'
import type { AttributeItem } from '../../domain/member/attributes.ts'
import type { MergeNeeds } from '../../domain/merge/merge-needs.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Item, ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { ClientId, MemberId } from '../../domain/values/ids.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { Hint } from '../../domain/visit/hint.ts'
import { type OutcomeName, type Row, rowOf } from '../../domain/visit/outcome.ts'
import type { ShownMember } from '../steps/show-member.ts'

/** A set of terms as shown to the visitor. */
export interface ShownTerm {
  readonly tag: string
  readonly version: string
  readonly title: string
  readonly required: boolean
  readonly url: string
  /** The answer that the provider reported. */
  readonly agreed?: boolean
}

/** The visitor's own data for prefilling a form. */
export interface ShownProfile {
  readonly email?: string
  readonly emailVerified?: boolean
  readonly phone?: string
  readonly name?: string
  readonly nickname?: string
  readonly picture?: string
  readonly gender?: string
  readonly ageRange?: string
  readonly birth?: ProviderProfile['birth']
}

export interface SignedIn {
  readonly outcome: 'signed_in'
  readonly created: boolean
  readonly member: { readonly id: MemberId; readonly externalId?: string }
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  /** Seconds. */
  readonly expiresIn: number
  /** The door places it by the client's type. */
  readonly refreshToken: string
  /** Shows the password door that the member has signed in here before. The door places it as well. */
  readonly deviceToken: string
  /** For the door only. */
  readonly clientId: ClientId
  /**
   * The required terms that the member has not agreed to yet. The door shows them in the visitor's language.
   */
  readonly termsDue: readonly Term[]
}

export interface RegistrationRequired {
  readonly outcome: 'registration_required'
  readonly registerToken: string
  readonly expiresIn: number
  readonly identity: Identity
  readonly profile: ShownProfile
  readonly missing: readonly (Item | AttributeItem)[]
  /** The prefilled contacts that count only after a code came back from them. */
  readonly verify: readonly ('email' | 'phone')[]
  readonly terms: readonly ShownTerm[]
  readonly familyMember: boolean
}

/** The fields of a link question. */
interface LinkQuestionFields {
  readonly linkToken: string
  readonly expiresIn: number
  readonly identity: Identity
  readonly profile: ShownProfile
  readonly candidates: readonly Hint[]
}

interface LinkConfirmationRequired extends LinkQuestionFields {
  readonly outcome: 'link_confirmation_required'
  /** `proof`: an identity check says who the visitor is, so the member signs in as well. */
  readonly needs: MergeNeeds
  readonly mayRegister: boolean
}

interface LinkProofRequired extends LinkQuestionFields {
  readonly outcome: 'link_proof_required'
  readonly mayRegister: boolean
}

/** A merge question. The hint describes the other account. */
export interface MergeConfirmationRequired {
  readonly outcome: 'merge_confirmation_required'
  readonly mergeToken: string
  readonly expiresIn: number
  readonly needs: MergeNeeds
  readonly candidates: readonly Hint[]
}

export interface MemberResult {
  readonly outcome: 'linked' | 'already_linked' | 'unlinked' | 'merged' | 'identity_verified'
  readonly member: ShownMember
}

export interface Reauthenticated {
  readonly outcome: 'reauthenticated'
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  readonly expiresIn: number
  readonly user_mapping: 'RECERTIFICATION'
}

export interface Declined {
  readonly outcome: 'declined'
}

export type PendingResult = RegistrationRequired | LinkConfirmationRequired | LinkProofRequired
export type FlowResult =
  | SignedIn
  | PendingResult
  | MergeConfirmationRequired
  | MemberResult
  | Reauthenticated
  | Declined

/** A result with its row in the table of cases. The row goes to the log, never to the client. */
export interface Decided<A extends FlowResult = FlowResult> {
  readonly row?: Row
  readonly result: A
}

/** Adds the row of an outcome to a result. */
export const decided = <A extends FlowResult>(outcome: OutcomeName, result: A): Decided<A> => ({
  row: rowOf(outcome),
  result,
})

/** Shows terms in the visitor's language, with the answers that the provider reported. */
export function showTerms(
  terms: readonly Term[],
  locale: Locale,
  profile?: ProviderProfile,
): readonly ShownTerm[] {
  return terms.map((term) => {
    const agreed = profile === undefined ? undefined : answeredAtProvider(term, profile)
    const { tag, version, required, url } = term
    return {
      tag,
      version,
      title: term.title[locale],
      required,
      url,
      ...defined({ agreed }),
    }
  })
}

/** Shows a profile to its own visitor. */
export function showProfile(profile: ProviderProfile): ShownProfile {
  const { email, phone, displayName, name = displayName, nickname } = profile
  const { picture, gender, ageRange, birth } = profile
  return defined({
    email: email?.value,
    emailVerified: email && email.trust !== 'unverified',
    phone: phone?.value,
    name,
    nickname,
    picture,
    gender,
    ageRange,
    birth,
  })
}
