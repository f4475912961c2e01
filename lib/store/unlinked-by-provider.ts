import type { UnlinksByProvider } from '../flows/ports/store.ts'
import { forgottenClaimWrite } from './rows/identity/identity-claim.ts'
import { wasUsed } from './rows/once.ts'
import { consumeWrites, signInRefusalOf } from './sessions/open-session.ts'
import type { TableAccess } from './table/table-access.ts'
import { restorationWrites, unlinkByProviderWrites } from './transactions/unlinked-by-provider-writes.ts'

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

  async forgetPending(claim) {
    if (claim.dueAt === undefined) return 'conflict'
    const result = await table.delete(forgottenClaimWrite(claim, claim.dueAt))
    return result.kind === 'written' ? 'forgotten' : 'conflict'
  },

  async restore(restoration, once) {
    const result = await table.transact({
      ...consumeWrites(once, restoration.session),
      ...restorationWrites(restoration),
    })
    if (result.kind === 'written') return { kind: 'opened' }
    const isUsed = wasUsed(result.refusals) || result.refusals.pending !== undefined
    return isUsed ? { kind: 'used' } : signInRefusalOf(result.refusals.member)
  },
})
