import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { expect } from 'vitest'
import type { Member } from '../../lib/domain/member.ts'
import { claimRow, identityClaimRow } from '../../lib/store/rows/claim.ts'
import { consentRow, eventRow } from '../../lib/store/rows/history.ts'
import { linkedIdentityRow } from '../../lib/store/rows/identity.ts'
import { memberRow } from '../../lib/store/rows/member.ts'
import { pendingRow } from '../../lib/store/rows/pending.ts'
import { kindOf, type RowKind, readRow } from '../../lib/store/rows/row.ts'
import { sessionRow } from '../../lib/store/rows/session.ts'
import { ticketRow } from '../../lib/store/rows/ticket.ts'
import { type Key, keys } from '../../lib/store/schema.ts'

type Scanned = Readonly<Record<string, unknown>>

/** A whole table at one moment. */
interface View {
  readonly at: (key: Key) => Scanned | undefined
  readonly member: (id: string) => Member | undefined
  /** The ways that the identities listed in a member's partition make. */
  readonly identityWays: (partition: unknown) => readonly string[]
}

/** What must hold of one item, and what is wrong if it does not. */
type Demands = readonly (readonly [holds: boolean, otherwise: string])[]

const addressOf = (item: Scanned): string => `${item['PK']} ${item['SK']}`

function viewOf(items: readonly Scanned[]): View {
  const byAddress = new Map(items.map((item) => [addressOf(item), item]))
  const rows = items.filter((item) => kindOf(item) === 'member').map((item) => readRow(memberRow, item))
  const members = new Map<string, Member>(rows.map((member) => [member.id, member]))
  const ofKind = (kind: RowKind, PK: unknown) =>
    items.filter((item) => kindOf(item) === kind && item['PK'] === PK)
  return {
    at: ({ PK, SK }) => byAddress.get(`${PK} ${SK}`),
    member: (id) => members.get(id),
    identityWays: (partition) =>
      ofKind('identity', partition).map((item) => `identity:${item['provider']}:${item['subject']}`),
  }
}

const isAt = (item: Scanned, { PK, SK }: Key): Demands[number] => [
  item['PK'] === PK && item['SK'] === SK,
  `belongs at ${PK} ${SK}`,
]

function identityClaimDemands(item: Scanned, view: View): Demands {
  const claim = readRow(identityClaimRow, item)
  const isDue = claim.state === 'pending' || claim.state === 'disconnecting'
  const always: Demands = [
    isAt(item, keys.identityClaim(claim)),
    [
      isDue === 'dueAt' in item && isDue === 'duePK' in item,
      'is due and not indexed, or the other way round',
    ],
    [isDue === (claim.memberId === undefined), `is ${claim.state}, and its member says otherwise`],
  ]
  if (claim.memberId === undefined) return always
  const listed = view.at(keys.identity(claim.memberId, claim)) !== undefined
  return [
    ...always,
    [view.member(claim.memberId) !== undefined, 'leads to no member'],
    [claim.state === 'cut' || listed, 'is not listed by its member'],
  ]
}

function claimDemands(item: Scanned, view: View): Demands {
  const claim = readRow(claimRow, item)
  const member = view.member(claim.memberId)
  if (member === undefined) return [[false, 'leads to no member']]
  const onFile = claim.of === 'ci' ? { value: member.ci, verified: true } : member[claim.of]
  if (onFile?.value === undefined) return [[false, 'is not listed by its member']]
  return [
    isAt(item, keys.claim(claim.of, onFile.value)),
    [onFile.verified === claim.verified, 'is not verified as it says'],
  ]
}

function memberDemands(item: Scanned, view: View): Demands {
  const member = readRow(memberRow, item)
  // Who merged or left gives up what led to the account.
  if (member.status === 'merged' || member.status === 'withdrawn') return [isAt(item, keys.member(member.id))]
  const { email, phone, ci, ways } = member
  const owns = (key: Key): boolean => view.at(key)?.['memberId'] === member.id
  const identityWays = ways.filter((way) => way.startsWith('identity:'))
  return [
    isAt(item, keys.member(member.id)),
    [ways.length > 0, 'has no way in'],
    [email === undefined || owns(keys.claim('email', email.value)), 'has not claimed its email'],
    [phone === undefined || owns(keys.claim('phone', phone.value)), 'has not claimed its phone'],
    [ci === undefined || owns(keys.claim('ci', ci)), 'has not claimed its CI'],
    [!ways.includes('email') || email?.verified === true, 'comes in by an unverified email'],
    [!ways.includes('phone') || phone?.verified === true, 'comes in by an unverified phone'],
    [
      view.identityWays(item['PK']).toSorted().join() === identityWays.toSorted().join(),
      'has other ways than identities',
    ],
  ]
}

function identityDemands(item: Scanned, view: View): Demands {
  const claim = view.at(keys.identityClaim(readRow(linkedIdentityRow, item)))
  return [[claim?.['state'] === 'linked' && `MEMBER#${claim['memberId']}` === item['PK'], 'has no claim']]
}

function pendingDemands(item: Scanned): Demands {
  const isOpen = readRow(pendingRow, item).state === 'open'
  return [[isOpen === 'profile' in item && isOpen !== 'end' in item, 'has ended, and has not']]
}

/** Of the other kinds it is enough that they can be read. */
const readable = (read: (item: Scanned) => unknown) => (item: Scanned) => {
  read(item)
  return []
}

const demands: Readonly<Record<RowKind, (item: Scanned, view: View) => Demands>> = {
  member: memberDemands,
  identity: identityDemands,
  identity_claim: identityClaimDemands,
  claim: claimDemands,
  pending: pendingDemands,
  session: readable((item) => readRow(sessionRow, item)),
  consent: readable((item) => readRow(consentRow, item)),
  event: readable((item) => readRow(eventRow, item)),
  ticket: readable((item) => readRow(ticketRow, item)),
  once: () => [],
}

const isKind = (kind: unknown): kind is RowKind => typeof kind === 'string' && Object.hasOwn(demands, kind)

function demandsOf(item: Scanned, view: View): Demands {
  const kind = kindOf(item)
  if (!isKind(kind)) return [[false, 'is of no known kind']]
  const [room, id = ''] = String(item['PK']).split('#')
  const isWhole = room !== 'MEMBER' || view.member(id) !== undefined
  return [[isWhole, 'belongs to a member who is not there'], ...demands[kind](item, view)]
}

/** What is wrong with a table, in words; nothing for a sound one. */
export function violationsIn(items: readonly Scanned[]): readonly string[] {
  const view = viewOf(items)
  return items.flatMap((item) =>
    demandsOf(item, view)
      .filter(([holds]) => !holds)
      .map(([, otherwise]) => `${addressOf(item)} ${otherwise}`),
  )
}

/** Reads a whole table. */
export async function scan(client: DynamoDBDocumentClient, tableName: string): Promise<readonly Scanned[]> {
  const items: Scanned[] = []
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    items.push(...(page.Items ?? []))
  }
  return items
}

/**
 * Fails, with every breach, unless each claim leads to a member who lists it, each identity has its claim, no
 * member is half-made, each visit has ended at most once, and every member can come in by what it has.
 */
export async function expectInvariants(client: DynamoDBDocumentClient, tableName: string): Promise<void> {
  expect(violationsIn(await scan(client, tableName))).toEqual([])
}
