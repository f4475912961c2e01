import { agreementsIn } from '../domain/consent/agreement.ts'
import { answerFaults } from '../domain/consent/answers.ts'
import { termsInForce } from '../domain/consent/terms-in-force.ts'
import { limits } from '../domain/limits/fixed-limits.ts'
import { attributeFaults } from '../domain/member/attributes.ts'
import type { Member } from '../domain/member/member.ts'
import { passwordFaults } from '../domain/member/password-rules.ts'
import { claimsOf } from '../domain/member/token-claims.ts'
import { missingByAddressFaults, personByAddress } from '../domain/sign-up/address-registration.ts'
import { consentsOf, type RegistrationForm } from '../domain/sign-up/registration.ts'
import { typedBirthFaults } from '../domain/values/birth.ts'
import type { ClientId } from '../domain/values/ids.ts'
import type { Locale } from '../domain/values/locale.ts'
import { Problem, refuseFaults } from '../domain/values/problem.ts'
import { type Address, amrOfCode, mayJoinBy, type ProvenAddress } from '../domain/values/verification.ts'
import type { Registration } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { type CheckFreeWorld, checkFree } from './sign-up/claimed.ts'
import type { CompleteRegistrationWorld } from './sign-up/complete.ts'
import { completeRegistration } from './sign-up/complete.ts'
import { enforceLimits } from './steps/enforce-limits.ts'
import { type AddedClaimsWorld, claimsFor } from './steps/hooks/added-claims.ts'
import { type ApprovalWorld, approved } from './steps/hooks/before-register.ts'
import type { Uploader } from './steps/keep-uploads.ts'
import { provenAddresses } from './steps/proven-address.ts'
import type { ContactPlace } from './steps/share-contacts.ts'
import { findClient } from './visit/oauth-request.ts'
import type { Decided, SignedIn } from './visit/result.ts'
import type { PrepareSessionWorld } from './visit/sign-in.ts'
import { type PreparedSession, prepareSession, signedIn } from './visit/sign-in.ts'
import { isUnderAge } from './visit/under-age.ts'

/** A sign-up with a proven e-mail address or number and a password. */
export interface AddressRegisterRequest extends RegistrationForm {
  readonly clientId: string
  readonly verificationToken: string
  /** The token of a second address of the other kind. */
  readonly verificationTokens?: readonly string[] | undefined
  readonly password: string
  /** The answer to `phone_taken`: the visitor is new, and the number belonged to another person before. */
  readonly continueAs?: 'new' | undefined
  readonly locale: Locale
}

type RegisterByAddressWorld = Pick<
  World,
  'ids' | 'calendar' | 'passwords' | 'addToLogContext' | 'verifications' | 'limits' | 'report'
> &
  AddedClaimsWorld &
  ApprovalWorld &
  PrepareSessionWorld &
  CheckFreeWorld &
  CompleteRegistrationWorld

/**
 * Completes a sign-up by e-mail or phone: creates the member completely or not at all. A member who verified
 * the address keeps it; a member who never did loses it. A number that its member has not proven for long
 * goes to a visitor who signs up as somebody new. Throws `not_found` if the stage offers no such sign-up, `invalid_request`, `invalid_token`, `token_used`,
 * `consent_missing`, `guardian_consent_required`, `email_taken`, `phone_taken`, `rejoin_not_allowed_yet`,
 * `too_many_requests` (more than two hashes at once for a proof), `refused_by_service` and `hook_failed`.
 */
export async function registerByAddress(
  world: RegisterByAddressWorld,
  request: AddressRegisterRequest,
): Promise<Decided<SignedIn>> {
  const client = findClient(world, request.clientId)
  const proofs = await proofsOf(world, request)
  checkOffered(world, proofs[0].address)
  const { member, consents } = draft(world, client.id, request, proofs)
  const isSomebodyNew = request.continueAs === 'new'
  const places = await Promise.all(proofs.map(({ address }) => checkFree(world, address, isSomebodyNew)))
  await enforceLimits(
    world,
    proofs.map(({ verificationId: key }) => ({ limit: limits.hashesPerProof, key })),
  )
  const passwordHash = await world.passwords.hash(request.password)

  const now = member.createdAt
  const preparedSession = prepareSession(world, member, client.id, {
    authTime: now,
    amr: amrOfCode(proofs[0].address.channel),
  })
  const { session } = preparedSession
  const registration: Registration = {
    member,
    basis: { kind: 'address', passwordHash },
    proofs,
    consents,
    event: { id: world.ids.record(), type: 'member.registered', at: now, sessionId: session.id },
    session,
  }
  const known = places.filter((place) => place !== undefined)
  return complete(world, `address:${proofs[0].verificationId}`, preparedSession, registration, known)
}

/** Throws `not_found` for a sign-up by a kind of address that the stage does not offer. */
function checkOffered({ stage }: Pick<World, 'stage'>, address: Address): void {
  if (!mayJoinBy(stage.doors, address)) throw new Problem('not_found')
}

type Proofs = readonly [ProvenAddress, ...ProvenAddress[]]

async function proofsOf(
  world: Pick<World, 'clock' | 'tokens' | 'verifications'>,
  request: AddressRegisterRequest,
): Promise<Proofs> {
  const { verificationToken, verificationTokens = [] } = request
  const [first, ...others] = await provenAddresses(
    world,
    [verificationToken, ...verificationTokens],
    'sign_up',
  )
  if (first === undefined) throw new Error('a proof is missing')
  if (others.some(({ address }) => address.channel === first.address.channel)) {
    const errors = [
      {
        pointer: '/verificationTokens',
        detail: { ko: '다른 종류의 연락처를 인증해 주세요.', en: 'must prove a contact of the other kind' },
      },
    ]
    throw new Problem('invalid_request', { errors })
  }
  return [first, ...others]
}

/** Everything that can be refused without a read comes before the password is hashed. */
function draft(
  world: Pick<World, 'stage' | 'attributes' | 'clock' | 'calendar' | 'ids'>,
  clientId: ClientId,
  request: AddressRegisterRequest,
  [first, ...others]: Proofs,
): Pick<Registration, 'member' | 'consents'> {
  const { password, attributes = {}, consents: given, locale } = request
  const now = world.clock.now()
  const addresses = [first.address, ...others.map(({ address }) => address)] as const
  const terms = termsInForce(world.stage.terms, now)
  const wrong = [
    ...passwordFaults(
      password,
      addresses.map(({ value }) => value),
    ),
    ...typedBirthFaults(request.birth, world.calendar.toSolar),
  ]
  if (wrong.length === 0 && isUnderAge(world, { birth: request.birth }))
    throw new Problem('guardian_consent_required')
  const faults = [
    ...wrong,
    ...missingByAddressFaults(addresses, request, world.stage.match, now),
    ...attributeFaults(world.attributes, attributes),
  ]
  // A form shows all of its faults at once.
  if (faults.length > 0) refuseFaults([...faults, ...answerFaults(given, { terms: [] }, terms)])
  const person = personByAddress(addresses, request, world.stage.match, now)
  const consents = consentsOf(given, { terms: [] }, terms, now, clientId)
  const member: Member = {
    id: world.ids.member(),
    status: 'active',
    version: 1,
    ...person,
    attributes,
    agreements: agreementsIn(consents, terms),
    locale,
    credentialsVersion: 0,
    createdAt: now,
  }
  return { member, consents }
}

async function complete(
  world: RegisterByAddressWorld,
  uploader: Uploader,
  preparedSession: PreparedSession,
  drafted: Registration,
  places: readonly ContactPlace[],
): Promise<Decided<SignedIn>> {
  const registration = await approved(world, drafted)
  const added = await claimsFor(world, registration.member)
  const shown = registration.proofs.map(({ address }) => ({ address, proof: 'code' }) as const)
  const result = await completeRegistration(world, uploader, registration, shown, places)
  switch (result.kind) {
    case 'registered':
      world.addToLogContext({ basis: registration.proofs[0]?.address.channel === 'sms' ? 'phone' : 'email' })
      return {
        result: await signedIn(
          world,
          { ...preparedSession, added },
          true,
          [],
          claimsOf(world.stage.tokens.claims, registration.member),
        ),
      }
    case 'used':
      throw new Problem('token_used')
    case 'person_known':
    case 'identity_linked':
    case 'identity_ended':
    case 'identity_gone':
      throw new Error('a sign-up without an identity met the claim of one')
    default:
      return result satisfies never
  }
}
