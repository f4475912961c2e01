import { claimsOf } from '../domain/member/token-claims.ts'
import type { RegistrationForm } from '../domain/sign-up/registration.ts'
import { defined } from '../domain/values/defined.ts'
import type { Identity, ProviderId } from '../domain/values/identity.ts'
import type { Locale } from '../domain/values/locale.ts'
import { Problem } from '../domain/values/problem.ts'
import type { PendingConnection } from '../domain/visit/pending-connection.ts'
import type { World } from './ports/world.ts'
import type { CompleteRegistrationWorld } from './sign-up/complete.ts'
import { type Completed, completeRegistration } from './sign-up/complete.ts'
import type { DraftWorld } from './sign-up/draft.ts'
import { type Draft, draft } from './sign-up/draft.ts'
import type { DecideOnProofsWorld } from './sign-up/typed-contact.ts'
import { decideOnProofs, isKnown, typedContacts } from './sign-up/typed-contact.ts'
import { type ReleaseEndedWorld, releaseEnded } from './steps/ended/release-ended.ts'
import { isPersonFree, type OwnersWorld } from './steps/ended/vacate.ts'
import { claimsFor } from './steps/hooks/added-claims.ts'
import { type ApprovalWorld, approved } from './steps/hooks/before-register.ts'
import { writeBackOf } from './steps/sync-consents.ts'
import { signInPending } from './visit/act-on-pending.ts'
import { conflict } from './visit/decide-and-act.ts'
import type { OpenPendingWorld } from './visit/open-pending.ts'
import { openPending } from './visit/open-pending.ts'
import type { Decided, PendingResult, SignedIn } from './visit/result.ts'
import type { ReadySession, SignInWorld } from './visit/sign-in.ts'
import { signedIn } from './visit/sign-in.ts'

/** A social sign-up. */
export interface RegisterRequest extends RegistrationForm {
  readonly registerToken: string
  readonly codeVerifier: string
  /** Must equal the token's identity, which shows that client and server mean the same person. */
  readonly provider: ProviderId
  readonly subject: string
  /** The tokens of addresses that the visitor entered and proved. */
  readonly verificationTokens?: readonly string[] | undefined
  readonly locale: Locale
}

type RegisterWorld = Pick<World, 'addToLogContext' | 'verifications'> &
  OpenPendingWorld &
  DecideOnProofsWorld &
  DraftWorld &
  ApprovalWorld &
  CompleteRegistrationWorld &
  ReleaseEndedWorld &
  OwnersWorld &
  SignInWorld

/**
 * Completes a social sign-up: creates the member completely or not at all. An entered address that leads to a
 * member gives a link question instead, which avoids both a silent second account and a dead end. Throws
 * `invalid_token`, `token_used`, `register_token_subject_mismatch`, `consent_missing`,
 * `guardian_consent_required`, `invalid_request`, `email_taken`, `phone_taken`, `identity_taken`, `refused_by_service` and `hook_failed`, and the
 * problems of rows 2, 3 and 23 if the identity was linked meanwhile to a member in that status.
 */
export async function register(
  world: RegisterWorld,
  request: RegisterRequest,
): Promise<Decided<SignedIn | PendingResult>> {
  const { registerToken: token, codeVerifier } = request
  const pending = await openPending(world, 'register', { token, codeVerifier })
  if (!namesIdentity(request, pending.profile.identity)) throw new Problem('register_token_subject_mismatch')

  const proofs = await typedContacts(world, request.verificationTokens ?? [])
  const unknown = proofs.filter(({ address }) => !isKnown(pending, address))
  const decided = unknown.length === 0 ? undefined : await decideOnProofs(world, pending, unknown)
  if (decided !== undefined) return decided
  const drafted = draft(world, request, pending, proofs)
  return complete(world, pending, { ...drafted, registration: await approved(world, drafted.registration) })
}

async function complete(
  world: RegisterWorld,
  pending: PendingConnection,
  drafted: Draft,
): Promise<Decided<SignedIn>> {
  const { registration, shown, preparedSession } = drafted
  const added = await claimsFor(world, registration.member)
  const completed = await completeRegistration(world, `visit:${pending.id}`, registration, shown)
  return resultOf(world, pending, { ...drafted, preparedSession: { ...preparedSession, added } }, completed)
}

const namesIdentity = (request: RegisterRequest, identity: Identity): boolean =>
  request.provider === identity.provider && request.subject === identity.subject

async function resultOf(
  world: RegisterWorld,
  pending: PendingConnection,
  drafted: Draft & { readonly preparedSession: ReadySession },
  result: Completed,
): Promise<Decided<SignedIn>> {
  const { preparedSession, registration } = drafted
  switch (result.kind) {
    case 'registered':
      await writeBackOf(world, pending.profile, registration.consents)
      world.addToLogContext({ basis: pending.profile.identity.provider })
      return {
        result: await signedIn(
          world,
          preparedSession,
          true,
          [],
          claimsOf(world.stage.tokens.claims, registration.member),
        ),
      }
    case 'identity_linked':
      return signInInstead(world, pending, result)
    case 'identity_ended':
      // The person signs up as somebody new, so the member at whom the identity had ended loses it.
      return (await releaseEnded(world, pending.profile.identity)) === 'released'
        ? complete(world, pending, drafted)
        : signInInstead(world, pending, result)
    case 'used':
      throw new Problem('token_used')
    case 'identity_gone':
      throw new Problem('invalid_token')
    case 'person_known':
      if (await isPersonFree(world, registration.member)) return complete(world, pending, drafted)
      throw new Problem('identity_taken')
    default:
      return result satisfies never
  }
}

async function signInInstead(
  world: RegisterWorld,
  pending: PendingConnection,
  { memberId: id, externalId }: Extract<Completed, { kind: 'identity_linked' | 'identity_ended' }>,
): Promise<Decided<SignedIn>> {
  const result = await signInPending(world, pending, { id, ...defined({ externalId }) })
  if (result === conflict) throw new Problem('unavailable', { retryAfter: 1 })
  return result
}
