import type { Member } from '../../lib/domain/member/member.ts'
import type { Address, VerificationPurpose } from '../../lib/domain/values/verification.ts'
import { codeMessage } from '../../lib/flows/steps/compose-message.ts'
import { prepareSession } from '../../lib/flows/visit/sign-in.ts'
import { world } from '../../lib/runtime/world.ts'
import { clientId } from './people.ts'

/*
 * Shortcuts to the start of a story without mails, password hashes and limits, for races of many rounds. The race
 * itself goes through the doors.
 */

type SigningIn = Pick<Member, 'id' | 'ways' | 'credentialsVersion'>

/** Signs a member in like the doors, without any credential. Gives the access token. */
export async function signedIn({ id, ways, credentialsVersion }: SigningIn): Promise<string> {
  const here = await world()
  const [way] = ways
  if (way === undefined) throw new Error('this member cannot come in')
  const signIn = { authTime: here.clock.now(), amr: ['otp'] }
  const { session } = prepareSession(here, { id, credentialsVersion }, clientId('app'), signIn)
  const { kind } = await here.sessions.open(session, way, 'written_before')
  if (kind !== 'opened') throw new Error(`the member may not come in: ${kind}`)
  return (await here.tokens.access.issue(session)).accessToken
}

/** Proves an address by a code that nobody sent. Gives the verification token. */
export async function provenToken(address: Address, purpose: VerificationPurpose): Promise<string> {
  const here = await world()
  const { ids, clock, verifications, tokens } = here
  const [id, tokenId, now] = [ids.verification(), ids.token(), clock.now()]
  const expiresAt = new Date(now.getTime() + 600_000)
  const verification = {
    id,
    address,
    purpose,
    keyId: here.tokens.codes.keyId(),
    startedAt: now,
    expiresAt,
  } as const
  await verifications.start(verification, codeMessage(here, verification, 'ko'))
  if ((await verifications.confirm(id, () => true, tokenId, now)) === undefined)
    throw new Error('the code is wrong')
  return (await tokens.verification.issue({ tokenId, verificationId: id })).token
}
