import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { expect } from 'vitest'
import type { Member } from '../../lib/domain/member/member.ts'
import { memberRow } from '../../lib/store/rows/member/member.ts'
import { kindOf, type RowKind, readRow } from '../../lib/store/rows/row.ts'
import type { NameIndex } from '../../lib/store/table/schema.ts'
import { type Demands, demands, type Scanned, type View } from './demands.ts'

const addressOf = (item: Scanned): string => `${item['PK']} ${item['SK']}`

function viewOf(items: readonly Scanned[], searched: NameIndex | undefined): View {
  const ofKind = (kind: RowKind) => items.filter((item) => kindOf(item) === kind)
  const within = (kind: RowKind, attribute: string) => {
    const groups = Map.groupBy(ofKind(kind), (item) => item[attribute])
    return (value: unknown): readonly Scanned[] => groups.get(value) ?? []
  }
  const byAddress = new Map(items.map((item) => [addressOf(item), item]))
  const rows = ofKind('member').map((item) => readRow(memberRow, item))
  const members = new Map<string, Member>(rows.map((member) => [member.id, member]))
  const identities = within('identity', 'PK')
  const claims = within('identity_claim', 'memberId')
  const values = within('claim', 'memberId')
  const namesOfPartition = within('name', 'PK')
  const namesOfMember = within('name', 'memberId')
  const sharesOfMember = within('shared', 'memberId')
  const sharers = within('shared', 'PK')
  return {
    at: ({ PK, SK }) => byAddress.get(`${PK} ${SK}`),
    member: (id) => members.get(id),
    identityWays: (partition) =>
      identities(partition).map((item) => `identity:${item['provider']}:${item['subject']}`),
    namesTakenOver: (id) =>
      rows.filter(({ mergedInto }) => mergedInto === id).map(({ externalId }) => externalId),
    claims: (id) => claims(id).length + values(id).length,
    searched,
    nameEntries: namesOfMember,
    shares: (id) => sharesOfMember(id).map((item) => String(item['of'])),
    sharers,
    namesakes: (partition) => namesOfPartition(partition).map((item) => String(item['memberId'])),
  }
}

const isKind = (kind: unknown): kind is RowKind => typeof kind === 'string' && Object.hasOwn(demands, kind)

function demandsOf(item: Scanned, view: View): Demands {
  const kind = kindOf(item)
  if (!isKind(kind)) return [[false, 'is of no known kind']]
  const [room, id = ''] = String(item['PK']).split('#')
  const isWhole = room !== 'MEMBER' || view.member(id) !== undefined
  return [[isWhole, 'belongs to a member who is not there'], ...demands[kind](item, view)]
}

/**
 * The breaches in a table, in words. Empty for a sound table. `searched`: the index of names that the policy of all sign-ups
 * reads.
 */
export function violationsIn(items: readonly Scanned[], searched?: NameIndex): readonly string[] {
  const view = viewOf(items, searched)
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
 * Fails, with every breach, unless each claim leads to a member who lists it and each member has claimed its values,
 * each identity has its claim, no member is incomplete, each visit has ended and each code was used at most once, and
 * every member has exactly the methods of its values.
 */
export async function expectInvariants(
  client: DynamoDBDocumentClient,
  tableName: string,
  searched?: NameIndex,
): Promise<void> {
  expect(violationsIn(await scan(client, tableName), searched)).toEqual([])
}
