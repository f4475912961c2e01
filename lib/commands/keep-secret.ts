import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { readStoredSecret, type StoredSecret, writeStoredSecret } from '../tokens/stored-secret.ts'

/**
 * Reads a stage's secret, changes it and stores it as its next version; Secrets Manager keeps the one before it.
 * Throws when what is stored is not understood, and Secrets Manager's own error when there is no such secret.
 */
export async function changeSecret(
  client: SecretsManagerClient,
  secretId: string,
  change: (stored: StoredSecret) => StoredSecret,
): Promise<void> {
  const changed = change(readStoredSecret(await currentText(client, secretId)))
  await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: writeStoredSecret(changed) }),
  )
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
