import type { ChallengePurpose, PasskeyChallenge, PurposeOf } from '../../domain/passkey/passkey-challenge.ts'
import type { RelyingParty } from '../../domain/passkey/relying-party.ts'
import { after, lifetimes } from '../../domain/values/lifetimes.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Once } from '../ports/store.ts'
import type { Access } from '../ports/tokens.ts'
import type { World } from '../ports/world.ts'

/** The relying party of the stage. Throws `not_found` where the stage has no passkeys. */
export function relyingPartyOf({ stage }: Pick<World, 'stage'>): RelyingParty {
  if (stage.passkeys === null) throw new Problem('not_found')
  return stage.passkeys
}

/** A sealed challenge, and how long it can be answered. */
interface StartedChallenge {
  readonly transaction: string
  readonly challenge: string
  /** Seconds. */
  readonly expiresIn: number
}

/** Seals a new challenge for a purpose. Makes no database call. */
export async function startChallenge(
  world: Pick<World, 'clock' | 'ids' | 'secrets' | 'tokens'>,
  purpose: ChallengePurpose,
): Promise<StartedChallenge> {
  const challenge = world.secrets.random()
  const expiresIn = lifetimes.passkeyChallenge
  const transaction = await world.tokens.passkeyChallenges.seal({
    id: world.ids.oauthRequest(),
    purpose,
    challenge,
    expiresAt: after(world.clock.now(), expiresIn),
  })
  return { transaction, challenge, expiresIn }
}

/** A challenge of one kind of purpose. */
export type ChallengeOf<Kind extends ChallengePurpose['kind']> = PasskeyChallenge & {
  readonly purpose: PurposeOf<Kind>
}

/** Whether a challenge was made for a purpose of this kind. */
export const isFor = <Kind extends ChallengePurpose['kind']>(
  challenge: PasskeyChallenge,
  kind: Kind,
): challenge is ChallengeOf<Kind> => challenge.purpose.kind === kind

/** Checks that the session that asked for the challenge answers it. Throws `invalid_transaction` for any other. */
export function checkAsker(
  { purpose }: ChallengeOf<'add' | 'reauth'>,
  { memberId, sessionId }: Pick<Access, 'memberId' | 'sessionId'>,
): void {
  if (purpose.memberId !== memberId || purpose.sessionId !== sessionId) {
    throw new Problem('invalid_transaction')
  }
}

/** The record that lets a challenge be answered once. */
export const onceForChallenge = ({ id, expiresAt }: PasskeyChallenge): Once => ({
  transactionId: id,
  expiresAt,
})
