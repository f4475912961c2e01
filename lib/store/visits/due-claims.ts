import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { DueClaims } from '../../flows/ports/store.ts'
import { identityClaimRow } from '../rows/identity/identity-claim.ts'
import { endedHeldClaimWrite, givenUpClaimWrite, takenClaimWrite } from '../rows/identity/identity-ending.ts'
import { readRow } from '../rows/row.ts'
import { duePartitions } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** The limit of keys in one batch read. */
const maxKeys = 100

const attributes = ['kind', ...Object.keys(identityClaimRow.schema.entries)]

const dueTime = ({ dueAt }: IdentityClaim): number => dueAt?.getTime() ?? Number.POSITIVE_INFINITY

/**
 * Implements `DueClaims` on a table. The index may lag behind, so the claims themselves decide. Every method
 * throws `unavailable` as the table does.
 */
export const dueClaimsIn = (table: TableAccess): DueClaims => ({
  async list(now, limit) {
    const keys = await table.due(duePartitions.identity, now, Math.min(limit, maxKeys))
    const items = await table.getAll(keys, attributes)
    return items
      .map((item): IdentityClaim => readRow(identityClaimRow, item))
      .filter((claim) => dueTime(claim) <= now.getTime())
      .toSorted((a, b) => dueTime(a) - dueTime(b))
  },

  async take(claim, until) {
    if (claim.dueAt === undefined) return false
    return (await table.update(takenClaimWrite(claim, claim.dueAt, until))).kind === 'written'
  },

  async giveUp(identity, owner) {
    // Refused when the identity is not being disconnected any more: then there is nothing to give up.
    await table.update(
      owner === undefined ? givenUpClaimWrite(identity) : endedHeldClaimWrite(identity, owner),
    )
  },
})
