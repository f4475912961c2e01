import { FormClient, type FormCommand, formParametersOf } from './form-client.ts'
import type { ClientSettings } from './signed-requests.ts'

/* Replaces `@aws-sdk/client-ses` in the bundles, with the one command of a function. */

/** Sends a mail (Amazon SES API, `SendEmail`). */
export class SendEmailCommand implements FormCommand {
  readonly action = 'SendEmail'
  readonly parameters: FormCommand['parameters']

  constructor(input: object) {
    this.parameters = formParametersOf(input)
  }
}

/** The client of SES. */
export class SESClient extends FormClient {
  constructor(settings: ClientSettings) {
    super({ prefix: 'email', signingName: 'ses', variable: 'SES', version: '2010-12-01' }, settings)
  }
}
