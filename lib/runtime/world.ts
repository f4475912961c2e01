import { setTimeout } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { stageAttributes } from '#stage-attributes'
import { createAttributeRules } from '../attributes/attribute-rules.ts'
import { calendar } from '../calendar/calendar.ts'
import { forgetSettings, settings } from '../config/current-stage.ts'
import { createIdentityGateway } from '../config/identity-gateway.ts'
import { readProviders } from '../config/providers.ts'
import { optional, required, type StageSettings, type Variables } from '../config/stage.ts'
import { defined } from '../domain/values/defined.ts'
import type { Mails } from '../flows/ports/mail.ts'
import type { Texts } from '../flows/ports/sms.ts'
import type { Uploads } from '../flows/ports/uploads.ts'
import type { World } from '../flows/ports/world.ts'
import { log } from '../http/log/log.ts'
import { addToLogContext } from '../http/log/log-context.ts'
import { reported } from '../http/log/stage-metrics.ts'
import { device } from '../http/request/device.ts'
import { createPasswords } from '../passwords/passwords.ts'
import { createProviders } from '../providers/registry.ts'
import { createProviderHttp } from '../providers/wire/http.ts'
import { createStore } from '../store/store.ts'
import { readKeyRing } from '../tokens/key-ring.ts'
import { createCiHash, createDiHash, createKeyedHashes } from '../tokens/keyed-hash.ts'
import { secrets } from '../tokens/secrets.ts'
import { readStoredSecret } from '../tokens/stored-secret.ts'
import { createTokens } from '../tokens/tokens.ts'
import { clock } from './clock.ts'
import { ids } from './ids.ts'
import { forgetPublishing } from './publishing.ts'

/** The composition root builds the world once per container. No other file creates a client. */

interface BuiltWorld {
  readonly world: World
  readonly secretText: string
  readonly checkedAt: number
}

let current: Promise<BuiltWorld> | undefined

/** The time after which a container reads the secret again. Every container knows a rotated key by then. */
const secretMaxAgeMs = 5 * 60_000

/**
 * The world, built at first use, and built again once the stage's secret has changed. A failed build is not
 * remembered, so the next request tries again. A failed renewal keeps the current world.
 */
export async function world(): Promise<World> {
  current ??= build(process.env).catch((error: unknown) => {
    current = undefined
    throw error
  })
  const built = await current
  if (Date.now() - built.checkedAt < secretMaxAgeMs) return built.world
  current = renew(process.env, built)
  return (await current).world
}

/**
 * Makes the next use build again. The local server starts several stacks in one process, one after the other.
 */
export function forgetWorld(): void {
  forgetSettings()
  current = undefined
  forgetPublishing()
}

async function renew(variables: Variables, built: BuiltWorld): Promise<BuiltWorld> {
  try {
    const text = await secretText(variables)
    return text === built.secretText ? { ...built, checkedAt: Date.now() } : await build(variables, text)
  } catch (error) {
    log({
      level: 'warn',
      event: 'secret_not_renewed',
      error: error instanceof Error ? error.name : 'unknown',
    })
    return { ...built, checkedAt: Date.now() }
  }
}

const timeouts = { connectionTimeout: 1000, requestTimeout: 3000 }

async function build(variables: Variables, known?: string): Promise<BuiltWorld> {
  const text = known ?? (await secretText(variables))
  return { world: await assemble(variables, text), secretText: text, checkedAt: Date.now() }
}

async function assemble(variables: Variables, text: string): Promise<World> {
  const secret = readStoredSecret(text)
  const keys = await readKeyRing(secret.keys, new Date())
  const known: Variables = { ...secret.credentials, ...variables }
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: 3, requestHandler: timeouts }),
    { marshallOptions: { removeUndefinedValues: true } },
  )
  const hashes = createKeyedHashes(keys.hashing)
  const http = createProviderHttp()
  const hash = { ci: createCiHash(keys.hashing), di: createDiHash(keys.hashing) }
  const { policy: match, oldPasswords, ...stage } = settings()
  return {
    stage: { ...stage, match },
    attributes: createAttributeRules(stageAttributes(variables)),
    clock,
    calendar,
    ids,
    secrets,
    tokens: createTokens({ issuer: stage.origin, keys, now: clock.now }),
    hashes,
    passwords: createPasswords(oldPasswords),
    mails: mailsBySes(variables, stage.origin),
    texts: textsBySns(stage),
    uploads: uploadsInS3(variables),
    providers: createProviders(readProviders(known), http, hash.ci),
    identityGateway: createIdentityGateway(known, http, hash),
    addToLogContext: addToLogContext,
    device,
    report: (notice) => log({ level: 'warn', ...notice, ...reported() }),
    ...createStore({
      client,
      tableName: required(variables, 'IEUM_TABLE'),
      hashes,
      nameIndexes: match.consider.filter((item) => item === 'name' || item === 'name+birth'),
    }),
  }
}

/**
 * Mails through Amazon SES. The client is loaded for the first mail, so a function without
 * mail needs neither client nor sender.
 */
function mailsBySes(variables: Variables, origin: string): Mails {
  let mails: Promise<Mails> | undefined
  const load = async (): Promise<Mails> => {
    const { createMails, SESClient } = await import('../mail/mails.ts')
    const configurationSet = optional(variables, 'IEUM_MAIL_CONFIGURATION_SET')
    return createMails(new SESClient({ maxAttempts: 2, requestHandler: timeouts }), {
      from: required(variables, 'IEUM_MAIL_FROM'),
      origin,
      ...defined({ configurationSet }),
    })
  }
  return {
    async send(mail) {
      mails ??= load()
      await (await mails).send(mail)
    },
  }
}

/** Texts through Amazon SNS, or through the gateway configured in its place. Loaded on first use. */
function textsBySns({ origin, sms }: Pick<StageSettings, 'origin' | 'sms'>): Texts {
  let texts: Promise<Texts> | undefined
  const load = async (): Promise<Texts> => {
    const [{ createTexts }, { SNSClient, snsGateway }] = await Promise.all([
      import('../sms/texts.ts'),
      import('../sms/sns.ts'),
    ])
    const { countries, region } = sms
    const client = new SNSClient({
      maxAttempts: 2,
      requestHandler: timeouts,
      ...defined({ region }),
    })
    return createTexts(snsGateway(client), {
      origin,
      countries,
      sleep: setTimeout,
      ticks: () => performance.now(),
    })
  }
  const loaded = (): Promise<Texts> => {
    texts ??= load()
    return texts
  }
  return {
    reaches: async (to) => (await loaded()).reaches(to),
    send: async (text) => (await loaded()).send(text),
    pretend: async () => (await loaded()).pretend(),
  }
}

/** Uploads in Amazon S3. The client is loaded on first use. */
function uploadsInS3(variables: Variables): Uploads {
  let uploads: Promise<Uploads> | undefined
  const load = async (): Promise<Uploads> => {
    const { createUploads, S3Client } = await import('../uploads/s3-uploads.ts')
    const client = new S3Client({ maxAttempts: 2, requestHandler: timeouts })
    return createUploads(client, required(variables, 'IEUM_UPLOAD_BUCKET'))
  }
  const loaded = (): Promise<Uploads> => {
    uploads ??= load()
    return uploads
  }
  return {
    form: async (key, type, seconds) => (await loaded()).form(key, type, seconds),
    keep: async (key) => (await loaded()).keep(key),
    discard: async (key) => (await loaded()).discard(key),
  }
}

/** The text of the stage's secret: from a variable on a laptop, from Secrets Manager in the cloud. */
async function secretText(variables: Variables): Promise<string> {
  const given = optional(variables, 'IEUM_SECRETS')
  if (given !== undefined) return given
  const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler: timeouts })
  const response = await client.send(
    new GetSecretValueCommand({ SecretId: required(variables, 'IEUM_SECRETS_ARN') }),
  )
  return response.SecretString ?? ''
}
