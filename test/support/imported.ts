import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Member } from '../../lib/domain/member/member.ts'
import { importationOf } from '../../lib/operators/importing/importation.ts'
import { readOldMember } from '../../lib/operators/importing/old-member.ts'
import type { Fields } from '../../lib/operators/importing/record.ts'
import { createPasswords } from '../../lib/passwords/passwords.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { databaseClient } from './database.ts'
import type { TestHouse } from './house.ts'

let people = 0

/**
 * Imports one row of an old system into a house, as `npm run members -- import` does. `password` is hashed as that
 * system did. Throws what is wrong with the row.
 */
export async function importInto(
  house: TestHouse,
  { password, ...fields }: Fields & { readonly password?: string },
): Promise<Member> {
  people += 1
  const { hashes, clock } = await world()
  const passwordHash = password === undefined ? undefined : await createPasswords().hash(password)
  const row = { externalId: `old-${people}`, ...fields, ...(passwordHash !== undefined && { passwordHash }) }
  const read = readOldMember(row, clock.now())
  if (read.kind === 'faulty') throw new Error(JSON.stringify(read.faults))
  const importation = importationOf(read.member, { hashes, record: ids.record, startedAt: clock.now() })
  const client = DynamoDBDocumentClient.from(databaseClient())
  const store = createOperatorStore({ client, tableName: house.tableName, hashes })
  const imported = await store.imports.add(importation)
  if (imported.kind !== 'imported') throw new Error(`not imported: ${imported.kind}`)
  return importation.member
}
