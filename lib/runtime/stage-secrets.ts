import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ConfigurationError, optional, type Variables } from '../config/variables.ts'
import type { MessageSealing } from '../flows/ports/messages.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { type KeyRing, readLookupRing } from '../tokens/key-ring.ts'
import { createCiHash, createDiHash, createKeyedHashes } from '../tokens/keyed-hash.ts'
import { createMessageSealing } from '../tokens/sealing/message-sealing.ts'
import { joinSecrets, readStoredSecret, type SecretKind, type StoredSecret } from '../tokens/stored-secret.ts'
import { createRequestHandler } from './request-handler.ts'

/** The texts of the secrets that a function or an operator may read. */
export type SecretTexts = readonly string[]

/** Whether two readings of the secrets gave the same texts. */
export const sameSecrets = (some: SecretTexts, others: SecretTexts): boolean =>
  some.length === others.length && some.every((text, index) => text === others[index])

const arnVariables = { keys: 'IEUM_KEYS_ARN', lookup: 'IEUM_LOOKUP_ARN' } as const satisfies Record<
  SecretKind,
  string
>

/** Whether this process may read a secret. A laptop has both in one variable, a function has those of its route. */
export const mayRead = (kind: SecretKind, variables: Variables): boolean =>
  [variables['IEUM_SECRETS'], variables[arnVariables[kind]]].some(
    (value) => value !== undefined && value !== '',
  )

/**
 * Reads the texts of the stage's secrets: from one variable on a laptop, from Secrets Manager in the cloud. Throws
 * `ConfigurationError` if the environment names no secret, and Secrets Manager's own error.
 */
export async function secretTexts(variables: Variables): Promise<SecretTexts> {
  const given = optional(variables, 'IEUM_SECRETS')
  if (given !== undefined) return [given]
  const arns = Object.values(arnVariables).flatMap((name) => optional(variables, name) ?? [])
  if (arns.length === 0) throw new ConfigurationError('IEUM_SECRETS', 'is not set')
  const client = new SecretsManagerClient({ maxAttempts: 2, requestHandler: createRequestHandler() })
  return Promise.all(arns.map((arn) => secretText(client, arn)))
}

async function secretText(client: SecretsManagerClient, SecretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }))
  return SecretString ?? ''
}

/** Parses the texts of secrets. Throws an `Error` that names invalid places and never shows a value. */
export const readSecrets = (texts: SecretTexts): StoredSecret => joinSecrets(texts.map(readStoredSecret))

/** The keyed hashes of a stage, for lookups and for values that identify a resident. */
export interface StageHashes {
  readonly keyed: KeyedHashes
  readonly ci: ReturnType<typeof createCiHash>
  readonly di: ReturnType<typeof createDiHash>
}

/**
 * The hashes under the stage's lookup key. Throws an `Error` for an invalid key. If this process may not read the key,
 * the hashes themselves throw.
 */
export function createHashes({ keys }: StoredSecret, variables: Variables): StageHashes {
  if (!mayRead('lookup', variables)) return { keyed: { hash: unread }, ci: unread, di: unread }
  const ring = readLookupRing(keys)
  return { keyed: createKeyedHashes(ring), ci: createCiHash(ring), di: createDiHash(ring) }
}

/**
 * Messages are sealed under a sealing key; by an operator, who may not read that one, under the lookup key. The courier
 * opens both. Without any key, sealing throws.
 */
export function createStageSealing(
  { keys }: StoredSecret,
  sealing: KeyRing['sealing'] | undefined,
  variables: Variables,
): MessageSealing {
  const lookup = mayRead('lookup', variables) ? readLookupRing(keys) : []
  const [first, ...rest] = [...(sealing ?? []), ...lookup]
  return first === undefined ? { seal: unread, open: unread } : createMessageSealing([first, ...rest])
}

/** Replaces a function whose secret this process may not read. Throws an `Error`. */
export function unread(): never {
  throw new Error('this function needs a secret that its route does not list')
}
