import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { IdentityClaims } from '../../flows/ports/store.ts'
import { identityClaimRow } from '../rows/identity/identity-claim.ts'
import {
  disconnectingClaimWrite,
  endedClaimWrite,
  endedHeldClaimWrite,
  heldClaimWrite,
  reconnectedClaimWrite,
} from '../rows/identity/identity-ending.ts'
import { replacedTokenWrite, storedTokenClaimWrite } from '../rows/identity/provider-token.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { readRow } from '../rows/row.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** DynamoDB's limit of one transaction. */
const claimsPerTransaction = 100

/** Ends claims of a withdrawn member together, without those that refuse it: they were connected again. */
async function endTogether(
  table: TableAccess,
  identities: readonly Identity[],
  owner: MemberId,
): Promise<void> {
  const [only] = identities
  if (only === undefined) return
  if (identities.length === 1) {
    await table.update(endedHeldClaimWrite(only, owner))
    return
  }
  const writes = identities.map(
    (identity, index) => [`${index}`, endedHeldClaimWrite(identity, owner)] as const,
  )
  const result = await table.transact(Object.fromEntries(writes))
  if (result.kind === 'written') return
  const { refusals } = result
  const others = identities.filter((_, index) => refusals[`${index}`] === undefined)
  // Each round has fewer of them. What is left is due, and the sweep ends it.
  if (others.length < identities.length) await endTogether(table, others, owner)
}

/** Implements `IdentityClaims` on a table. Every method throws `unavailable` as the table does. */
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
    if (result.kind === 'written') return { kind: 'begun' }
    if (wasUsed(result.refusals)) return { kind: 'used' }
    const { state, memberId: owner } = readRow(identityClaimRow, result.refusals.claim?.item)
    if (state !== 'unlinked_by_provider' || owner === undefined) {
      return { kind: state === 'disconnecting' ? 'disconnecting' : 'linked' }
    }
    const held = await table.transact({
      ...onceWrites(once),
      claim: heldClaimWrite({ identity, owner, shared }, state, now, storedToken),
    })
    if (held.kind === 'written') return { kind: 'begun', owner }
    return { kind: wasUsed(held.refusals) ? 'used' : 'disconnecting' }
  },

  async storeToken(identity, storedToken) {
    const write = storedTokenClaimWrite(identity, storedToken)
    return write === undefined || (await table.update(write)).kind === 'written'
  },

  async replaceStoredToken(identity, storedToken) {
    // Refused when the identity is not being disconnected any more: its new owner stores a token of their
    // own.
    await table.update(replacedTokenWrite(identity, storedToken))
  },

  async endDisconnecting(identity, owner) {
    // Refused when the identity is not `disconnecting` any more or was connected again: then there is nothing
    // to delete.
    if (owner === undefined) await table.delete(endedClaimWrite(identity))
    else await table.update(endedHeldClaimWrite(identity, owner))
  },

  async endAllDisconnecting(identities, owner) {
    for (let at = 0; at < identities.length; at += claimsPerTransaction) {
      await endTogether(table, identities.slice(at, at + claimsPerTransaction), owner)
    }
  },

  async recordReconnection(claim, until, storedToken) {
    // Refused when the state changed meanwhile: that change has decided what follows.
    await table.update(reconnectedClaimWrite(claim, until, storedToken))
  },

  async disconnectAgain(held, now, storedToken) {
    return (
      (await table.update(heldClaimWrite(held, 'unlinked_by_provider', now, storedToken))).kind === 'written'
    )
  },
})
