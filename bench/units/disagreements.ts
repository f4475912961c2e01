import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import { localCredentials } from '../../lib/local/environment.ts'
import type { Laptop } from './laptop.ts'

type ScannedRow = Readonly<Record<string, unknown>>

/** How many sign-ups succeeded, and how many failed although they may have been written. */
export interface SignUps {
  readonly succeeded: number
  readonly unclear: number
}

async function allRows({ endpoint, tableName }: Laptop): Promise<readonly ScannedRow[]> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials }),
  )
  const rows: ScannedRow[] = []
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName })) rows.push(...Items)
  client.destroy()
  return rows
}

/**
 * What disagrees in a laptop's table: an identity without its claim, a linked claim without its identity, a member without a
 * way in, and members that are too many or too few for the sign-ups.
 */
export async function disagreementsIn(laptop: Laptop, signUps: SignUps): Promise<readonly string[]> {
  const rows = await allRows(laptop)
  const keyed = new Map(rows.map((row) => [`${String(row['PK'])} ${String(row['SK'])}`, row]))
  const ofKind = (kind: string) => rows.filter((row) => row['kind'] === kind)
  const nameOf = ({ provider, subject }: ScannedRow) => `${String(provider)}#${String(subject)}`
  const members = ofKind('member')
  const most = signUps.succeeded + signUps.unclear
  return [
    ...ofKind('identity')
      .filter((row) => keyed.get(`CLAIM#identity#${nameOf(row)} CLAIM`)?.['state'] !== 'linked')
      .map((row) => `identity ${nameOf(row)} has no claim`),
    ...ofKind('identity_claim')
      .filter((row) => row['state'] === 'linked')
      .filter((row) => !keyed.has(`MEMBER#${String(row['memberId'])} IDENTITY#${nameOf(row)}`))
      .map((row) => `claim ${nameOf(row)} has no identity`),
    ...members
      .filter((row) => !(row['ways'] instanceof Set && row['ways'].size > 0))
      .map((row) => `member ${String(row['PK'])} has no way in`),
    ...(members.length >= signUps.succeeded && members.length <= most
      ? []
      : [`${members.length} members, and ${signUps.succeeded} to ${most} sign-ups`]),
  ]
}
