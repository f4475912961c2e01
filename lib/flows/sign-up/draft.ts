import { agreementsIn } from '../../domain/consent/agreement.ts'
import { termsInForce } from '../../domain/consent/terms-in-force.ts'
import type { ShownAddress } from '../../domain/leads/release.ts'
import { attributeFaults } from '../../domain/member/attributes.ts'
import type { Member } from '../../domain/member/member.ts'
import {
  consentsOf,
  personFaults,
  personOf,
  type RegistrationForm,
  shownAddresses,
} from '../../domain/sign-up/registration.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { SessionId } from '../../domain/values/ids.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { ProvenAddress } from '../../domain/values/verification.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { registrable } from '../../domain/visit/pending-visit.ts'
import { storedProviderProfileOf } from '../../domain/visit/provider-profile.ts'
import type { Registration } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import type { PrepareSessionWorld } from '../visit/sign-in.ts'
import { type PreparedSession, prepareSession } from '../visit/sign-in.ts'
import { withTyped } from './typed-contact.ts'

/** A sign-up that is ready to be written, with the session that it opens. */
export interface Draft {
  readonly registration: Registration
  /** The member's contacts, and how each was proven; what was only said is not among them. */
  readonly shown: readonly ShownAddress[]
  readonly preparedSession: PreparedSession
}

export type DraftWorld = Pick<World, 'stage' | 'attributes' | 'clock' | 'calendar' | 'ids'> &
  PrepareSessionWorld

/**
 * Builds the member of a social sign-up from the visit and the form; writes nothing. Contacts of other
 * members are left out, entered contacts are included. Throws `consent_missing`,
 * `guardian_consent_required` and `invalid_request`.
 */
export function draft(
  world: DraftWorld,
  form: RegistrationForm & { readonly locale: Locale },
  pending: PendingConnection,
  proofs: readonly ProvenAddress[],
): Draft {
  const now = world.clock.now()
  const { authTime, amr, clientId, held } = pending
  const typed = proofs.reduce((all, { address }) => withTyped(all, address), pending.typed ?? {})
  const profile = registrable(pending.profile, { held, typed })
  const { identity } = profile
  const terms = termsInForce(world.stage.terms, now)
  const { match } = world.stage
  const { toSolar } = world.calendar
  const attributes = form.attributes ?? {}
  // A form shows all of its faults at once.
  const wrong = attributeFaults(world.attributes, attributes)
  const others = [...personFaults(form, profile, match, toSolar), ...wrong]
  const consents = consentsOf(form.consents, profile, terms, now, clientId, others)
  const member: Member = {
    id: world.ids.member(),
    status: 'active',
    version: 1,
    ...personOf(form, profile, match, world.calendar.today(now), toSolar, wrong),
    attributes,
    agreements: agreementsIn(consents, terms),
    locale: form.locale,
    credentialsVersion: 0,
    createdAt: now,
  }
  const preparedSession = prepareSession(world, member, clientId, { authTime, amr, identity })
  const { session } = preparedSession
  const providerProfile = storedProviderProfileOf(profile, now)
  const registration: Registration = {
    member,
    basis: {
      kind: 'visit',
      identity: { ...identity, linkedAt: now, lastUsedAt: now },
      ...defined({ providerProfile }),
      pendingId: pending.id,
      tokenId: pending.tokenId,
    },
    proofs,
    consents,
    event: { id: world.ids.record(), type: 'member.registered', at: now, identity, sessionId: session.id },
    ...defined({ identified: identifiedBy(world, profile, session.id) }),
    session,
  }
  return { registration, shown: shownAddresses(profile), preparedSession }
}

/** The event of the identity check that a visit had before there was a member. */
function identifiedBy(
  { ids, clock }: Pick<World, 'ids' | 'clock'>,
  { check }: Pick<ProviderProfile, 'check'>,
  sessionId: SessionId,
): Registration['identified'] {
  if (check === undefined) return undefined
  const { source } = check
  return { id: ids.record(), type: 'member.identified', at: clock.now(), sessionId, source }
}
