import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { databaseClient } from './database.ts'
import type { TestHouse } from './house.ts'
import { expectInvariants } from './scan.ts'

/** Checks what must always hold of the table of a house. */
export const expectSoundHouse = (house: TestHouse): Promise<void> =>
  expectInvariants(DynamoDBDocumentClient.from(databaseClient()), house.tableName)
