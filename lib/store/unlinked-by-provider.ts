import type { Session } from '../domain/member/member.ts'
import type { UnlinksByProvider } from '../flows/ports/store.ts'
import { forgottenClaimWrite } from './rows/identity/identity-claim.ts'
import { wasUsed } from './rows/once.ts'
import { consumeWrites, secondTry, signInRefusalOf } from './sessions/open-session.ts'
import type { TableAccess } from './table/table-access.ts'
import {
  endedReleaseWrites,
  restorationWrites,
  signOutByProviderWrites,
  unlinkByProviderWrites,
} from './transactions/unlinked-by-provider-writes.ts'

/**
 * Implements `UnlinksByProvider` on a table: identities that their provider has ended. Every method throws
 * `unavailable` as the table does.
 */
export const unlinksByProviderIn = (table: TableAccess): UnlinksByProvider => ({
  async unlink(unlinking) {
    return (await table.transact(unlinkByProviderWrites(unlinking))).kind === 'written'
      ? 'unlinked_by_provider'
      : 'conflict'
  },

  async signOut(signingOut) {
    return (await table.transact(signOutByProviderWrites(signingOut))).kind === 'written'
      ? 'signed_out'
      : 'conflict'
  },

  async forgetPending(claim) {
    if (claim.dueAt === undefined) return 'conflict'
    const result = await table.delete(forgottenClaimWrite(claim, claim.dueAt))
    return result.kind === 'written' ? 'forgotten' : 'conflict'
  },

  async restore(restoration, once) {
    const attempt = (session: Session) =>
      table.transact({ ...consumeWrites(once, session), ...restorationWrites({ ...restoration, session }) })
    const first = await attempt(restoration.session)
    const second =
      first.kind === 'refused' ? secondTry(first.refusals.member, restoration.session) : undefined
    const result = second === undefined ? first : await attempt(second.session)
    if (result.kind === 'written') return { kind: 'opened' }
    const isUsed = wasUsed(result.refusals) || result.refusals.pending !== undefined
    return isUsed ? { kind: 'used' } : signInRefusalOf(result.refusals.member)
  },

  async release(release, due) {
    const result = await table.transact(endedReleaseWrites(release, due))
    return result.kind === 'written' ? 'released' : 'conflict'
  },
})
