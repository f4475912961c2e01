import { AwsError } from './aws-error.ts'
import { JsonClient } from './json-client.ts'
import type { ClientSettings } from './signed-requests.ts'

/*
 * Replaces `@aws-sdk/client-dynamodb` in the bundles. Its schemas, protocols, endpoint rules and middleware take a third of
 * a cold start, for one POST of JSON. `lib/store` is tested against both.
 */

/** A failed condition of a single write. `Item` is the stored item, where the write asked for it. */
export class ConditionalCheckFailedException extends AwsError {}

/** A cancelled transaction. `CancellationReasons` has one entry for each write. */
export class TransactionCanceledException extends AwsError {}

/** The client of DynamoDB, for the document client. */
export class DynamoDBClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        prefix: 'dynamodb',
        variable: 'DYNAMODB',
        plainFipsInGovCloud: true,
        target: 'DynamoDB_20120810',
        version: '1.0',
        errors: { ConditionalCheckFailedException, TransactionCanceledException },
      },
      settings,
    )
  }
}
