import { mayHavePassword } from '../domain/leads/last-lead.ts'
import type { LeadHolder } from '../domain/leads/lead.ts'
import { maxSharers, withFewSharers } from '../domain/leads/shared.ts'
import type { Member } from '../domain/member/member.ts'
import { defined } from '../domain/values/defined.ts'
import { type ContactKind, contactKinds } from '../domain/values/evidence.ts'
import type { MemberId } from '../domain/values/ids.ts'
import { type Address, contactKindOf } from '../domain/values/verification.ts'
import type { ContactShare, Identified } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { claimRow } from './rows/claim.ts'
import { memberAttributes, memberRow, passwordRow } from './rows/member/member.ts'
import { sharedHash, sharedMarkRow, sharedRow } from './rows/member/shared.ts'
import { kindOf, readRow } from './rows/row.ts'
import { keys, sharedPartition } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'

const attributes = [...new Set([...memberAttributes, ...Object.keys(passwordRow.schema.entries)])]

/** Who claims a contact, and who shares it. `sharers` is empty where they are too many to be named by it. */
export interface ContactOwners {
  readonly claimant: MemberId | undefined
  readonly sharers: readonly MemberId[]
}

/** Who has a contact, by its claimant and its entries, of which one more than may share it tells that they are too many. */
export function ownersAmong(claimant: MemberId | undefined, entries: readonly MemberId[]): ContactOwners {
  const sharers = entries.filter((id) => id !== claimant)
  const isFew = sharers.length + (claimant === undefined ? 0 : 1) <= maxSharers
  return { claimant, sharers: isFew ? sharers : [] }
}

/** Reads who has a contact: the claim and the index of shared contacts at once. */
async function ownersOf(
  table: TableAccess,
  hashes: KeyedHashes,
  of: ContactKind,
  value: string,
): Promise<ContactOwners & { /** Whether an import made the claim. */ readonly imported: boolean }> {
  const partition = sharedPartition(of, sharedHash(hashes, of, value))
  const [claim, sharers] = await Promise.all([table.get(keys.claim(of, value)), entriesOf(table, partition)])
  const { memberId: claimant, imported = false } = claim === undefined ? {} : readRow(claimRow, claim)
  return { ...ownersAmong(claimant, sharers), imported }
}

/** A part of a member that holds contacts. */
type ContactHolder = LeadHolder & Pick<Member, 'id'>

/** The member with the mark that an import brought the contact. Release 0.1.0 put it on the contact's claim alone. */
function withImported<Holder extends ContactHolder>(member: Holder, { channel, value }: Address): Holder {
  const { email, phone } = member
  if (channel === 'email')
    return email?.value === value ? { ...member, email: { ...email, imported: true } } : member
  return phone?.value === value ? { ...member, phone: { ...phone, imported: true } } : member
}

/**
 * Reads who shares a contact. Who claims it beside them matters for as many as may share it: fewer leave room for one more, and
 * more are too many.
 */
async function sharersOf(
  table: TableAccess,
  hashes: KeyedHashes,
  of: ContactKind,
  value: string,
): Promise<ContactOwners> {
  const entries = await entriesOf(table, sharedPartition(of, sharedHash(hashes, of, value)))
  const claim = entries.length === maxSharers ? await table.get(keys.claim(of, value)) : undefined
  return ownersAmong(claim === undefined ? undefined : readRow(claimRow, claim).memberId, entries)
}

/** Who shares a contact, up to one more than may. */
async function entriesOf(table: Pick<TableAccess, 'first'>, partition: string): Promise<readonly MemberId[]> {
  const entries = await table.first(partition, maxSharers + 1)
  return entries
    .filter((item) => kindOf(item) === sharedRow.kind)
    .map((item) => readRow(sharedRow, item).memberId)
}

/** Reads who shares a contact, each contact once, and none of the `known` ones. */
export function ownersRead(
  table: TableAccess,
  hashes: KeyedHashes,
  known: readonly { readonly of: ContactKind; readonly value: string; readonly owners: ContactOwners }[] = [],
) {
  const read = new Map<string, Promise<ContactOwners>>(
    known.map(({ of, value, owners }) => [`${of} ${value}`, Promise.resolve(owners)]),
  )
  return (of: ContactKind, value: string): Promise<ContactOwners> => {
    const key = `${of} ${value}`
    const owners = read.get(key) ?? sharersOf(table, hashes, of, value)
    read.set(key, owners)
    return owners
  }
}

/**
 * The member with a mark on each shared contact that few share, so that it names the member beside the password. Reads
 * nothing for a member without a shared contact, and for one whose password something else names anyway.
 */
export async function withSharers<Holder extends ContactHolder>(
  owners: ReturnType<typeof ownersRead>,
  member: Holder,
): Promise<Holder> {
  if (mayHavePassword(member)) return member
  const marked = await Promise.all(
    contactKinds.map(async (of): Promise<ContactKind | undefined> => {
      const contact = member[of]
      if (contact?.shared !== true) return undefined
      const { sharers } = await owners(of, contact.value)
      return sharers.includes(member.id) ? of : undefined
    }),
  )
  return marked.reduce((all, of) => (of === undefined ? all : withFewSharers(all, of)), member)
}

/** Implements `Members.findAllByAddress`. An entry of a member who has another contact by now names nobody. */
export async function findAllByAddress(
  table: TableAccess,
  hashes: KeyedHashes,
  address: Address,
): Promise<readonly Identified[]> {
  const of = contactKindOf(address)
  const { claimant, imported, sharers } = await ownersOf(table, hashes, of, address.value)
  const ids = claimant === undefined ? sharers : [claimant, ...sharers]
  // Where nobody has the address, a read takes place all the same: the response time does not reveal members.
  const wanted = ids.length === 0 ? [keys.claim(of, address.value)] : ids.map(keys.member)
  const items = await table.getAll(wanted, attributes)
  return namedIn(items, address, claimant === undefined ? undefined : { id: claimant, imported })
}

/** The members among items whom an address names. */
function namedIn(
  items: readonly unknown[],
  address: Address,
  claimant: ContactShare['claimant'],
): readonly Identified[] {
  const of = contactKindOf(address)
  return items.flatMap((item) => {
    if (kindOf(item) !== memberRow.kind) return []
    const read = readRow(memberRow, item)
    const isClaimant = read.id === claimant?.id
    const member = isClaimant && claimant.imported ? withImported(read, address) : read
    const isNamed = isClaimant || member[of]?.value === address.value
    return isNamed ? [{ member: withFewSharers(member, of), ...readRow(passwordRow, item) }] : []
  })
}

/** Implements `Members.sharers`. */
export async function sharersIn(
  table: TableAccess,
  { address, holders, claimant }: ContactShare,
): Promise<readonly Member[]> {
  const ids = holders.length <= maxSharers ? holders : claimant === undefined ? [] : [claimant.id]
  const items = await table.getAll(ids.map(keys.member), attributes)
  return namedIn(items, address, claimant).map(({ member }) => member)
}

/**
 * Implements `Members.contactShare`. The mark comes first: whoever joins changes it, and a write that expects the mark as read
 * here is refused then. Read beside the entries, it could be newer than they are.
 */
export async function contactShare(
  table: Pick<TableAccess, 'get' | 'first'>,
  hashes: KeyedHashes,
  address: Address,
): Promise<ContactShare> {
  const of = contactKindOf(address)
  const hash = sharedHash(hashes, of, address.value)
  const [claim, mark] = await Promise.all([
    table.get(keys.claim(of, address.value)),
    table.get(keys.sharedMark(of, hash)),
  ])
  const entries = await entriesOf(table, sharedPartition(of, hash))
  const { memberId: id, imported = false } = claim === undefined ? {} : readRow(claimRow, claim)
  const claimant = id && { id, imported }
  const joined = mark === undefined ? undefined : readRow(sharedMarkRow, mark).joined
  return {
    address,
    holders: [...new Set([...(id ? [id] : []), ...entries])],
    ...defined({ claimant, joined }),
  }
}
