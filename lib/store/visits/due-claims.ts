import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { DueClaims } from '../../flows/ports/store.ts'
import { identityClaimRow } from '../rows/identity/identity-claim.ts'
import { endedHeldClaimWrite, givenUpClaimWrite, takenClaimWrite } from '../rows/identity/identity-ending.ts'
import { readableRow } from '../rows/row.ts'
import { duePartitions, identityOfClaim, keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** An entry of the index is small, so a backlog takes few reads. */
const entriesPerPage = 1000

const attributes = ['kind', ...Object.keys(identityClaimRow.schema.entries)]

const dueTime = ({ dueAt }: IdentityClaim): number => dueAt?.getTime() ?? Number.POSITIVE_INFINITY

/**
 * Implements `DueClaims` on a table. The index may lag behind, so the claims themselves decide. Every method
 * throws `unavailable` as the table does.
 */
export const dueClaimsIn = (table: TableAccess): DueClaims => ({
  async *pages(now) {
    for await (const page of table.due(duePartitions.identity, now, entriesPerPage)) {
      const due = page.flatMap((key) => identityOfClaim(key) ?? [])
      yield { due, unreadable: page.length - due.length }
    }
  },

  async read(identities, now) {
    const items = await table.getAll(identities.map(keys.identityClaim), attributes)
    const read = items
      .map((item): IdentityClaim | undefined => readableRow(identityClaimRow, item))
      .filter((claim) => claim !== undefined)
    const claims = read
      .filter((claim) => dueTime(claim) <= now.getTime())
      .toSorted((a, b) => dueTime(a) - dueTime(b))
    return { claims, unreadable: items.length - read.length }
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
