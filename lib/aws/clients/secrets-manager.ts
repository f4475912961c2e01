import { JsonClient, type JsonCommand, type JsonObject } from './json-client.ts'
import type { ClientSettings } from './signed-requests.ts'

/* Replaces `@aws-sdk/client-secrets-manager` in the bundles, with the one command of a function. */

/** Reads a secret (Secrets Manager API, `GetSecretValue`). */
export class GetSecretValueCommand implements JsonCommand {
  readonly operation = 'GetSecretValue'
  readonly text: string

  constructor(input: object) {
    this.text = JSON.stringify(input)
  }

  outputOf(body: JsonObject): object {
    return body
  }
}

/** The client of Secrets Manager. */
export class SecretsManagerClient extends JsonClient {
  constructor(settings: ClientSettings) {
    super(
      { prefix: 'secretsmanager', variable: 'SECRETS_MANAGER', target: 'secretsmanager', version: '1.1' },
      settings,
    )
  }
}
