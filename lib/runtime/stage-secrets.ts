import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ConfigurationError, optional, type Variables } from '../config/variables.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { readLookupRing } from '../tokens/key-ring.ts'
import { createCiHash, createDiHash, createKeyedHashes } from '../tokens/keyed-hash.ts'
import { joinSecrets, readStoredSecret, type SecretKind, type StoredSecret } from '../tokens/stored-secret.ts'
import { timeouts } from './timeouts.ts'

/** The texts of the secrets that a function or an operator may read. */
export type SecretTexts = readonly string[]

export const sameSecrets = (some: SecretTexts, others: SecretTexts): boolean =>
  some.length === others.length && some.every((text, index) => text === others[index])

const arnVariables = { keys: 'IEUM_KEYS_ARN', lookup: 'IEUM_LOOKUP_ARN' } as const satisfies Record<
  SecretKind,
  string
>

/** Whether a secret can be read here: a laptop has both in one variable, a function those that its route lists. */
export const mayRead = (kind: SecretKind, variables: Variables): boolean =>
  [variables['IEUM_SECRETS'], variables[arnVariables[kind]]].some(
    (value) => value !== undefined && value !== '',
  )

/**
 * The texts of the stage's secrets: on a laptop both in one variable, in the cloud those of Secrets Manager whose ARNs
 * the environment names. Rejects with `ConfigurationError` where there is none, and with Secrets Manager's own error.
 */
export async function secretTexts(variables: Variables): Promise<SecretTexts> {
  const given = optional(variables, 'IEUM_SECRETS')
  if (given !== undefined) return [given]
  const arns = Object.values(arnVariables).flatMap((name) => optional(variables, name) ?? [])
  if (arns.length === 0) throw new ConfigurationError('IEUM_SECRETS', 'is not set')
  const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler: timeouts })
  return Promise.all(arns.map((arn) => secretText(client, arn)))
}

async function secretText(client: SecretsManagerClient, SecretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }))
  return SecretString ?? ''
}

/** Reads texts of secrets. Throws an error that says where they are not understood, and shows nothing of them. */
export const readSecrets = (texts: SecretTexts): StoredSecret => joinSecrets(texts.map(readStoredSecret))

/** The keyed hashes of a stage: of what is looked up, and of what identifies a resident. */
export interface StageHashes {
  readonly keyed: KeyedHashes
  readonly ci: ReturnType<typeof createCiHash>
  readonly di: ReturnType<typeof createDiHash>
}

/** The hashes under the stage's lookup key. Throws where it is not usable; a function that may not read it has hashes that throw. */
export function createHashes({ keys }: StoredSecret, variables: Variables): StageHashes {
  if (!mayRead('lookup', variables)) return { keyed: { hash: unread }, ci: unread, di: unread }
  const ring = readLookupRing(keys)
  return { keyed: createKeyedHashes(ring), ci: createCiHash(ring), di: createDiHash(ring) }
}

/** What stands in place of what a secret would be needed for. Throws. */
export function unread(): never {
  throw new Error('a secret is needed that is not read here: the line of the route does not list it')
}
