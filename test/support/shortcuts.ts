import type { Member } from '../../lib/domain/member/member.ts'
import { after, lifetimes } from '../../lib/domain/values/lifetimes.ts'
import type { Address, VerificationPurpose } from '../../lib/domain/values/verification.ts'
import { prepareSession } from '../../lib/flows/visit/sign-in.ts'
import { world } from '../../lib/runtime/world.ts'
import { sentCodeWrite } from '../../lib/store/rows/code.ts'
import { sessionsIn } from '../../lib/store/sessions/sessions.ts'
import type { TableAccess } from '../../lib/store/table/table-access.ts'
import { clientId } from './people.ts'

/*
 * Shortcuts to the start of a story without mails, password hashes and limits, for races of many rounds. The race
 * itself goes through the doors.
 */

type SigningIn = Pick<Member, 'id' | 'ways' | 'credentialsVersion'>

/** Signs a member in like the doors, without any credential. Gives the access token. */
export async function signedIn(
  { id, ways, credentialsVersion }: SigningIn,
  table: TableAccess,
): Promise<string> {
  const here = await world()
  const [way] = ways
  if (way === undefined) throw new Error('this member cannot come in')
  const signIn = { authTime: here.clock.now(), amr: ['otp'] }
  const { session } = prepareSession(here, { id, credentialsVersion }, clientId('app'), signIn)
  const { kind } = await sessionsIn(table, { hashes: here.hashes, maxSessions: 50 }).open(
    session,
    way,
    'written_before',
  )
  if (kind !== 'opened') throw new Error(`the member may not come in: ${kind}`)
  return (await here.tokens.access.issue(session)).accessToken
}

/** Proves an address by a code that nobody sent or compared. Gives the verification token. */
export async function provenToken(
  address: Address,
  purpose: VerificationPurpose,
  table: TableAccess,
): Promise<string> {
  const { ids, clock, tokens } = await world()
  const [id, tokenId, startedAt] = [ids.verification(), ids.token(), clock.now()]
  const expiresAt = after(startedAt, lifetimes.flowToken)
  const sent = sentCodeWrite({ id, address, purpose, keyId: tokens.codes.keyId(), startedAt, expiresAt })
  const { keyId: _, ...code } = sent.Put.Item
  await table.transact({ code: { Put: { ...sent.Put, Item: { ...code, state: 'confirmed', tokenId } } } })
  return (await tokens.verification.issue({ tokenId, verificationId: id })).token
}
