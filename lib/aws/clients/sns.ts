import { FormClient, type FormCommand, formParametersOf } from './form-client.ts'
import type { ClientSettings } from './signed-requests.ts'

/* Replaces `@aws-sdk/client-sns` in the bundles, with the one command of a function. */

/** The input of `Publish`. */
interface PublishInput {
  readonly [name: string]: unknown
  readonly MessageAttributes?: Readonly<Record<string, object>>
}

/** A map is a list of entries (Smithy, awsQuery, maps). */
const entriesOf = (map: Readonly<Record<string, object>> = {}): FormCommand['parameters'] =>
  Object.entries(map).flatMap(([Name, Value], index) =>
    formParametersOf({ Name, Value }, `MessageAttributes.entry.${index + 1}`),
  )

/** Sends a text, or a message to a topic (Amazon SNS API, `Publish`). */
export class PublishCommand implements FormCommand {
  readonly action = 'Publish'
  readonly parameters: FormCommand['parameters']

  constructor({ MessageAttributes, ...input }: PublishInput) {
    this.parameters = [...formParametersOf(input), ...entriesOf(MessageAttributes)]
  }
}

/** The client of SNS. */
export class SNSClient extends FormClient {
  constructor(settings: ClientSettings) {
    super(
      {
        prefix: 'sns',
        signingName: 'sns',
        variable: 'SNS',
        plainFipsInGovCloud: true,
        version: '2010-03-31',
      },
      settings,
    )
  }
}
