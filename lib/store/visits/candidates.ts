import type { Evidence, Vouched } from '../../domain/values/evidence.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Shareable } from '../../flows/ports/store/operators/imports.ts'
import type { Candidates, ClaimedValues, KnownCandidate } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { claimRow } from '../rows/claim.ts'
import { candidateAttributes, candidateRow } from '../rows/member/member.ts'
import { type NameSearch, nameHash, nameRow, nameTexts, searchedIndex } from '../rows/member/name.ts'
import { sharedHash, sharedMarkRow, sharedRow } from '../rows/member/shared.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { type ContactOwners, ownersAmong, ownersRead, withSharers } from '../shared-contacts.ts'
import { keys, namePartition, sharedPartition } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** Members with one name that are considered. A more common name says little. */
const maxNamesakes = 20

/** Members sharing one contact that are considered. */
const maxSharers = 20

const claimAttributes = [
  ...new Set(['kind', ...Object.keys(claimRow.schema.entries), ...Object.keys(sharedMarkRow.schema.entries)]),
]

interface Contact {
  readonly of: Shareable
  readonly value: string
  readonly hash: string
}

/**
 * The contacts to look up: verified ones. A contact that nobody has verified is not looked up, so neither the
 * response nor its time can depend on the members who have it.
 */
function contactsOf({ email, phone }: Evidence, hashes: KeyedHashes): readonly Contact[] {
  const contact = (of: Shareable, seen: Vouched<string> | undefined): readonly Contact[] =>
    seen === undefined || seen.trust === 'unverified'
      ? []
      : [{ of, value: seen.value, hash: sharedHash(hashes, of, seen.value) }]
  return [...contact('email', email), ...contact('phone', phone)]
}

/** Reads the claims of the evidence's values, and the marks of shared contacts: one batch. */
async function claimedIn(
  table: TableAccess,
  hashes: KeyedHashes,
  evidence: Evidence,
): Promise<ClaimedValues> {
  const contacts = contactsOf(evidence, hashes)
  const requestedKeys = [
    ...contacts.flatMap(({ of, value, hash }) => [keys.claim(of, value), keys.sharedMark(of, hash)]),
    ...(evidence.ci === undefined ? [] : [keys.claim('ci', evidence.ci)]),
    ...(evidence.di === undefined ? [] : [keys.claim('di', evidence.di)]),
  ]
  const found = await table.getAll(requestedKeys, claimAttributes)
  const claims = found.filter((item) => kindOf(item) === claimRow.kind)
  const marks = found.filter((item) => kindOf(item) === sharedMarkRow.kind)
  return {
    claims: claims.map((item) => readRow(claimRow, item)),
    shared: marks.map((item) => readRow(sharedMarkRow, item).of),
  }
}

/** A shared contact of the evidence, and who has it. */
interface SharedContact extends Contact {
  readonly sharers: readonly MemberId[]
  readonly owners: ContactOwners
}

/** Who shares the contacts of the evidence: one query for each shared one. */
const sharedIn = (
  table: TableAccess,
  hashes: KeyedHashes,
  evidence: Evidence,
  { claims, shared }: ClaimedValues,
): Promise<readonly SharedContact[]> =>
  Promise.all(
    contactsOf(evidence, hashes)
      .filter(({ of }) => shared.includes(of))
      .map(async (contact) => {
        const entries = await table.first(sharedPartition(contact.of, contact.hash), maxSharers)
        const sharers = entries
          .filter((item) => kindOf(item) === sharedRow.kind)
          .map((item) => readRow(sharedRow, item).memberId)
        const claimant = claims.find(({ of }) => of === contact.of)?.memberId
        return { ...contact, sharers, owners: ownersAmong(claimant, sharers) }
      }),
  )

/** The members who claim or share a value of the evidence, with the shared contacts among its values. */
async function claimants(
  table: TableAccess,
  hashes: KeyedHashes,
  evidence: Evidence,
  given: ClaimedValues | undefined,
) {
  const claimed = given ?? (await claimedIn(table, hashes, evidence))
  const contacts = await sharedIn(table, hashes, evidence, claimed)
  const ids = [
    ...claimed.claims.map(({ memberId }) => memberId),
    ...contacts.flatMap(({ sharers }) => sharers),
  ]
  return { ids, contacts }
}

/** The members with the visitor's name: one query. */
async function namesakes(
  table: TableAccess,
  { hashes, indexes }: NameSearch,
  evidence: Evidence,
): Promise<readonly MemberId[]> {
  const index = searchedIndex(indexes)
  const text = index === undefined ? undefined : nameTexts(evidence)[index]
  if (index === undefined || text === undefined) return []
  const entries = await table.first(namePartition(index, nameHash(hashes, index, text)), maxNamesakes)
  return entries.map((item) => readRow(nameRow, item).memberId)
}

/** A candidate without a rejoin block that has ended. */
function withoutPastBlock(now: Date, { rejoinFrom, ...rest }: KnownCandidate): KnownCandidate {
  return {
    ...rest,
    ...(rejoinFrom !== undefined && rejoinFrom > now && { rejoinFrom }),
  }
}

/**
 * Implements `Candidates` on a table: finds members by claims, shared contacts and names. Reads nothing for
 * empty evidence. Throws `unavailable` as the table does.
 */
export const candidatesIn = (table: TableAccess, names: NameSearch): Candidates => {
  const known = async (
    items: readonly unknown[],
    now: Date,
    contacts: readonly SharedContact[] = [],
  ): Promise<readonly KnownCandidate[]> => {
    const owners = ownersRead(table, names.hashes, contacts)
    const members = items.map((item) => withSharers(owners, readRow(candidateRow, item)))
    return (await Promise.all(members)).map((member) => withoutPastBlock(now, member))
  }
  return {
    claimed: (evidence) => claimedIn(table, names.hashes, evidence),

    async find(evidence, now, claimed) {
      const [{ ids: holders, contacts }, named] = await Promise.all([
        claimants(table, names.hashes, evidence, claimed),
        namesakes(table, names, evidence),
      ])
      const ids = new Set([...holders, ...named])
      const members = await table.getAll([...ids].map(keys.member), candidateAttributes)
      return known(members, now, contacts)
    },

    async read(id, now) {
      const item = await table.get(keys.member(id))
      return item === undefined ? undefined : (await known([item], now))[0]
    },
  }
}
