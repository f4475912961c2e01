import type { Cuts } from '../flows/ports/store.ts'
import { forgottenClaimWrite } from './rows/identity/identity-claim.ts'
import { wasUsed } from './rows/once.ts'
import { notLetIn, usedUpBy } from './sessions/open-session.ts'
import type { TableAccess } from './table/table-access.ts'
import { cutWrites, restorationWrites } from './transactions/unlinked-by-provider-writes.ts'

/** Identities that a provider has ended by itself, in a table. */
export const cutsIn = (table: TableAccess): Cuts => ({
  async cut(cut) {
    return (await table.transact(cutWrites(cut))).kind === 'written' ? 'cut' : 'moved'
  },

  async forgetWaiting(claim) {
    if (claim.dueAt === undefined) return 'moved'
    const result = await table.delete(forgottenClaimWrite(claim, claim.dueAt))
    return result.kind === 'written' ? 'forgotten' : 'moved'
  },

  async restore(restoration, once) {
    const result = await table.transact({
      ...usedUpBy(once, restoration.session),
      ...restorationWrites(restoration),
    })
    if (result.kind === 'written') return { kind: 'opened' }
    const isUsed = wasUsed(result.refusals) || result.refusals.pending !== undefined
    return isUsed ? { kind: 'used' } : notLetIn(result.refusals.member)
  },
})
