import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
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

/**
 * Reads the two secrets of a stage, changes what they hold and stores what changed as the next version of each;
 * Secrets Manager keeps the one before it. Gives the names of those stored. Throws when what is stored is not
 * understood, and Secrets Manager's own error when there is no such secret.
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
  const changed = splitSecret(change(joinSecrets(await held(client, stageName, Object.values(texts)))))
  const stale = secretKinds.filter((kind: SecretKind) => changed[kind] !== texts[kind])
  for (const kind of stale) {
    await client.send(new PutSecretValueCommand({ SecretId: names[kind], SecretString: changed[kind] }))
  }
  return stale.map((kind) => names[kind])
}

/**
 * What the secrets hold. While one of them was never filled, the one secret that a stage had before is read as well:
 * with a new hashing key, no member would be found any more.
 */
async function held(
  client: SecretsManagerClient,
  stageName: string,
  texts: readonly string[],
): Promise<readonly StoredSecret[]> {
  const stored = texts.map(readStoredSecret)
  if (texts.every((text) => text !== '')) return stored
  return [...stored, readStoredSecret(await currentText(client, formerSecretNameOf(stageName)))]
}

/** A secret that was never filled is reported like one that is not there; storing then tells the two apart. */
async function currentText(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
    return SecretString ?? ''
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return ''
    throw error
  }
}
