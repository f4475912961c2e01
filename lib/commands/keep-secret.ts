import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager'
import { formerSecretNameOf, secretNamesOf } from '../config/stage-name.ts'
import {
  joinSecrets,
  readStoredSecret,
  type SecretKind,
  type StoredSecret,
  secretKinds,
  splitSecret,
} from '../tokens/stored-secret.ts'
import { isMissing } from './missing-resource.ts'

/**
 * Changes the content of a stage's two secrets (AWS Secrets Manager). Takes the client, the stage's name and
 * the change; stores what changed as a new version of each secret and keeps the previous one. Gives the names
 * of the changed secrets. Throws an `Error` for unreadable content, and one that names the secret and the region for what
 * Secrets Manager refuses.
 */
export async function changeSecrets(
  client: SecretsManagerClient,
  stageName: string,
  change: (stored: StoredSecret) => StoredSecret,
): Promise<readonly string[]> {
  const names = secretNamesOf(stageName)
  const texts = {
    keys: await currentText(client, names.keys),
    lookup: await currentText(client, names.lookup),
  }
  const changed = splitSecret(
    change(joinSecrets(await storedSecrets(client, stageName, Object.values(texts)))),
  )
  const changedKinds = secretKinds.filter((kind: SecretKind) => changed[kind] !== texts[kind])
  for (const kind of changedKinds) {
    await store(client, stageName, { SecretId: names[kind], SecretString: changed[kind] })
  }
  return changedKinds.map((kind) => names[kind])
}

/**
 * The content of the secrets. While one of them is empty, the stage's former single secret is read too: a new
 * hashing key would make every member unfindable.
 */
async function storedSecrets(
  client: SecretsManagerClient,
  stageName: string,
  texts: readonly string[],
): Promise<readonly StoredSecret[]> {
  const stored = texts.map(readStoredSecret)
  if (texts.every((text) => text !== '')) return stored
  return [...stored, readStoredSecret(await currentText(client, formerSecretNameOf(stageName)))]
}

/** The text of a secret, empty for a missing secret too. Storing tells the two apart. */
async function currentText(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
    return SecretString ?? ''
  } catch (error) {
    if (isMissing(error)) return ''
    throw await placed(client, secretId, error)
  }
}

async function store(
  client: SecretsManagerClient,
  stageName: string,
  value: { readonly SecretId: string; readonly SecretString: string },
): Promise<void> {
  try {
    await client.send(new PutSecretValueCommand(value))
  } catch (error) {
    if (!isMissing(error)) throw await placed(client, value.SecretId, error)
    const region = await client.config.region()
    throw new Error(
      `The stage ${stageName} has no secret ${value.SecretId} in ${region}. Check the stage's name, and the account and the region of this shell. The first deployment makes the secret`,
      { cause: error },
    )
  }
}

/** What Secrets Manager refuses, with the secret and the region, which it does not say itself. */
async function placed(client: SecretsManagerClient, secretId: string, error: unknown): Promise<unknown> {
  if (!(error instanceof SecretsManagerServiceException)) return error
  const region = await client.config.region()
  return new Error(`${secretId} in ${region}: ${error.message}`, { cause: error })
}
