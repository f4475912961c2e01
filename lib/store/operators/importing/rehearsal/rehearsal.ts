import { isClaimedContact } from '../../../../domain/leads/claimed.ts'
import type { Member } from '../../../../domain/member/member.ts'
import { loginIdKey } from '../../../../domain/values/login-id.ts'
import {
  type BringingImports,
  type Importation,
  personal,
  shareable,
} from '../../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../../flows/ports/tokens.ts'
import { keys } from '../../../table/schema.ts'
import type { TableAccess } from '../../../table/table-access.ts'
import { findWhole } from '../../whole-record.ts'
import { broughtBefore } from '../brought-before.ts'
import { regainedContacts } from '../renew.ts'
import { gatheredReads, keyText } from './gathered-reads.ts'
import { Holders } from './holders.ts'

/** Frees what a renewed member had alone, and has no more. */
function free(holders: Holders, before: Member, after: Member, items: ReadonlyMap<string, unknown>): void {
  for (const of of shareable) {
    const old = before[of]
    if (old === undefined || old.value === after[of]?.value) continue
    if (isClaimedContact(old)) holders.freeContact(of, old.value, before.id, items)
    if (old.shared === true) holders.leave(of, old.value, before.id)
  }
  for (const of of personal) {
    const old = before[of]
    if (old !== undefined && old !== after[of]) holders.free(of, old)
  }
  const [old, next] = [before, after].map(({ loginId }) => loginId && loginIdKey(loginId))
  if (old !== undefined && old !== next) holders.free('login_id', old)
}

/**
 * Brings the records of a file as an import does, and writes nothing: what each record finds is what the table holds, and what the
 * earlier records of the file would have written. Throws as the table does.
 */
export function rehearsalIn(table: TableAccess, hashes: KeyedHashes): BringingImports {
  const read = gatheredReads(table)
  const holders = new Holders(hashes)

  return {
    async add(importation: Importation) {
      const { member, identities } = importation
      const own = keys.member(member.id)
      const items = await read([own, ...holders.keysOf(importation)])
      if (items.has(keyText(own))) return { kind: 'there' }
      if (holders.isLoginIdTaken(member, items)) return { kind: 'login_id_taken' }
      const index = identities.findIndex((identity) => holders.isIdentityTaken(identity, member.id, items))
      if (index >= 0) return { kind: 'identity_taken', index }
      return { kind: 'imported', shares: holders.bring(importation, items) }
    },

    async renew(id, decide) {
      const existing = await findWhole(table, id)
      if (existing === undefined || existing.member.asImported !== existing.member.version)
        return { kind: 'left_alone' }
      const { member: before } = existing
      const leftBy = holders.leftBy.bind(holders)
      const alone = await regainedContacts(table, before, hashes, leftBy)
      const regained = alone.filter((of) => {
        const value = before[of]?.value
        return value !== undefined && !holders.hasForeseen(of, value)
      })
      const importation = await decide(existing, regained)
      if (importation === undefined) return { kind: 'unchanged' }
      const old = holders.keysOf({ member: before, identities: [] })
      const items = await read([...new Set([...holders.keysOf(importation), ...old])])
      if (holders.isLoginIdTaken(importation.member, items)) return { kind: 'login_id_taken' }
      const identity = importation.identities.find((one) => holders.isIdentityTaken(one, id, items))
      if (identity !== undefined) return { kind: 'identity_taken', identity }
      free(holders, before, importation.member, items)
      for (const of of regained) {
        const value = before[of]?.value
        if (value !== undefined && value === importation.member[of]?.value) holders.regain(of, value)
      }
      holders.bring(importation, items)
      return { kind: 'renewed' }
    },

    broughtBefore: (importation) => broughtBefore(table, importation),

    has: async (id) => (await table.get(keys.member(id))) !== undefined,
  }
}
