import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { createRequestHandler } from './request-handler.ts'

/** A new client of the table. It makes one attempt, since `lib/store/table/send.ts` retries. */
export const tableClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: 1, requestHandler: createRequestHandler() }),
    { marshallOptions: { removeUndefinedValues: true } },
  )
