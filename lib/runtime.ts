import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { clock } from './clock.ts'
import { optional, required, type Variables } from './config.ts'
import type { Mails } from './flows/ports/mail.ts'
import type { World } from './flows/ports/world.ts'
import { log } from './http/log.ts'
import { ids } from './ids.ts'
import { createPasswords } from './passwords/passwords.ts'
import { readProviders } from './provider-config.ts'
import { createProviderHttp } from './providers/http.ts'
import { createProviders } from './providers/registry.ts'
import { forgetSettings, settings } from './stage.ts'
import { createStore } from './store/store.ts'
import { readKeyRing } from './tokens/key-ring.ts'
import { createCiHash, createKeyedHashes } from './tokens/keyed-hash.ts'
import { secrets } from './tokens/secrets.ts'
import { readStoredSecret } from './tokens/stored-secret.ts'
import { createTokens } from './tokens/tokens.ts'

/** The composition root: builds the world once per container. Nowhere else is a client made. */

let current: Promise<World> | undefined

/** The world, built at first use. A failure is not kept: the next request tries again. */
export function world(): Promise<World> {
  current ??= build(process.env).catch((error: unknown) => {
    current = undefined
    throw error
  })
  return current
}

/** Builds anew at the next use; the laptop starts several houses in one process, one after the other. */
export function forgetWorld(): void {
  forgetSettings()
  current = undefined
}

const patience = { connectionTimeout: 1000, requestTimeout: 3000 }

async function build(variables: Variables): Promise<World> {
  const secret = readStoredSecret(await secretText(variables))
  const keys = await readKeyRing(secret.keys)
  const known: Variables = { ...secret.credentials, ...variables }
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: 3, requestHandler: patience }),
    { marshallOptions: { removeUndefinedValues: true } },
  )
  const { clients, policy: match, terms, sessions, origin } = settings()
  return {
    stage: { origin, clients, match, terms, sessions },
    clock,
    ids,
    secrets,
    tokens: createTokens({ issuer: origin, keys, now: clock.now }),
    hashes: createKeyedHashes(keys.hashing),
    passwords: createPasswords(),
    mails: mailsBySes(variables, origin),
    providers: createProviders(readProviders(known), createProviderHttp(), createCiHash(keys.hashing)),
    report: (notice) => log({ level: 'warn', ...notice }),
    ...createStore({ client, tableName: required(variables, 'IEUM_TABLE') }),
  }
}

/**
 * Mails through SES. The client is loaded when a mail is sent for the first time: a function that sends none
 * neither loads it nor has a sender configured.
 */
function mailsBySes(variables: Variables, origin: string): Mails {
  let mails: Promise<Mails> | undefined
  const load = async (): Promise<Mails> => {
    const { createMails, SESClient } = await import('./mail/mails.ts')
    const configurationSet = optional(variables, 'IEUM_MAIL_CONFIGURATION_SET')
    return createMails(new SESClient({ maxAttempts: 2, requestHandler: patience }), {
      from: required(variables, 'IEUM_MAIL_FROM'),
      origin,
      ...(configurationSet === undefined ? {} : { configurationSet }),
    })
  }
  return {
    async send(mail) {
      mails ??= load()
      await (await mails).send(mail)
    },
  }
}

/** The stage's one secret: from a variable on a laptop, from Secrets Manager in the cloud. */
async function secretText(variables: Variables): Promise<string> {
  const given = optional(variables, 'IEUM_SECRETS')
  if (given !== undefined) return given
  const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler: patience })
  const answer = await client.send(
    new GetSecretValueCommand({ SecretId: required(variables, 'IEUM_SECRETS_ARN') }),
  )
  return answer.SecretString ?? ''
}
