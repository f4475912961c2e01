import { JsonClient, type JsonCommand, type JsonObject } from './json-client.ts'
import type { ClientSettings } from './signed-requests.ts'

/* Replaces `@aws-sdk/client-eventbridge` in the bundles, with the one command of a function. */

/** Publishes events (EventBridge API, `PutEvents`). */
export class PutEventsCommand implements JsonCommand {
  readonly operation = 'PutEvents'
  readonly text: string

  /** A time on the wire is in seconds (Smithy, awsJson, timestamps). */
  constructor(input: { readonly Entries: readonly { readonly Time: Date }[] }) {
    const Entries = input.Entries.map((entry) => ({ ...entry, Time: entry.Time.getTime() / 1000 }))
    this.text = JSON.stringify({ Entries })
  }

  outputOf(body: JsonObject): object {
    return body
  }
}

/** The client of EventBridge. */
export class EventBridgeClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      {
        prefix: 'events',
        variable: 'EVENTBRIDGE',
        plainFipsInGovCloud: true,
        target: 'AWSEvents',
        version: '1.1',
      },
      settings,
    )
  }
}
