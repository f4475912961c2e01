import type { IdentityClaims } from '../../flows/ports/store.ts'
import { identityClaimRow } from '../rows/identity/identity-claim.ts'
import {
  disconnectingClaimWrite,
  endedClaimWrite,
  endedHeldClaimWrite,
  heldClaimWrite,
  reconnectedClaimWrite,
} from '../rows/identity/identity-ending.ts'
import { replacedTokenWrite } from '../rows/identity/provider-token.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { readRow } from '../rows/row.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** Identity claims in a table. */
export const identityClaimsIn = (table: TableAccess): IdentityClaims => ({
  async find(identity) {
    const item = await table.get(keys.identityClaim(identity))
    return item === undefined ? undefined : readRow(identityClaimRow, item)
  },

  async beginDisconnecting(identity, once, now, shared, storedToken) {
    const result = await table.transact({
      ...onceWrites(once),
      claim: disconnectingClaimWrite(identity, now, shared, storedToken),
    })
    if (result.kind === 'written') return 'begun'
    if (wasUsed(result.refusals)) return 'used'
    const { state } = readRow(identityClaimRow, result.refusals.claim?.item)
    return state === 'disconnecting' ? 'disconnecting' : 'linked'
  },

  async keepAnother(identity, storedToken) {
    // Refused when it is not being ended any more: then whoever has it now keeps a token of its own.
    await table.update(replacedTokenWrite(identity, storedToken))
  },

  async endDisconnecting(identity, heldFor) {
    // Refused when it is not `disconnecting` any more, or connected again: then there is nothing to forget.
    if (heldFor === undefined) await table.delete(endedClaimWrite(identity))
    else await table.update(endedHeldClaimWrite(identity, heldFor))
  },

  async noteReconnection(claim, until, storedToken) {
    // Refused when it stands elsewhere by now: whoever moved it has decided on what to do.
    await table.update(reconnectedClaimWrite(claim, until, storedToken))
  },

  async beginAgain(held, now, storedToken) {
    return (
      (await table.update(heldClaimWrite(held, 'unlinked_by_provider', now, storedToken))).kind === 'written'
    )
  },
})
