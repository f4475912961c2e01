import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { timeouts } from './timeouts.ts'

/** A new client of the table. */
export const tableClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3, requestHandler: timeouts }), {
    marshallOptions: { removeUndefinedValues: true },
  })
