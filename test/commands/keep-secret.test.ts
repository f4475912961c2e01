import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { changeSecret } from '../../lib/commands/keep-secret.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { readStoredSecret, writeStoredSecret } from '../../lib/tokens/stored-secret.ts'

const now = new Date('2026-01-01T00:00:00Z')
const secretsManager = mockClient(SecretsManagerClient)
const client = new SecretsManagerClient({ region: 'ap-northeast-2' })

const stored = () => {
  const input = secretsManager.commandCalls(PutSecretValueCommand)[0]?.args[0].input
  return { id: input?.SecretId, secret: readStoredSecret(input?.SecretString ?? '') }
}

const rotate = async () => {
  const fresh = await makeKeys(now)
  await changeSecret(client, 'ieum/dev/secrets', ({ keys, credentials }) => ({
    keys: rotateKeys(keys, fresh, { now }),
    credentials,
  }))
  return fresh
}

beforeEach(() => {
  secretsManager.reset()
  secretsManager.on(PutSecretValueCommand).resolves({})
})

describe('changing the secret of a stage', () => {
  it('fills a secret that was never filled', async () => {
    const error = new ResourceNotFoundException({ message: 'no value', $metadata: {} })
    secretsManager.on(GetSecretValueCommand).rejects(error)
    const fresh = await rotate()
    expect(stored()).toEqual({ id: 'ieum/dev/secrets', secret: { keys: fresh, credentials: {} } })
  })

  it('leaves the credentials of providers as they are when keys rotate', async () => {
    const credentials = { KAKAO_CLIENT_SECRET: 'kakao-secret', KAKAO_ADMIN_KEY: 'kakao-admin' }
    const SecretString = writeStoredSecret({ keys: await makeKeys(now), credentials })
    secretsManager.on(GetSecretValueCommand).resolves({ SecretString })
    await rotate()
    expect(stored().secret.credentials).toEqual(credentials)
    expect(stored().secret.keys.signing).toHaveLength(2)
  })

  it('stores nothing over a secret that it does not understand', async () => {
    secretsManager.on(GetSecretValueCommand).resolves({ SecretString: 'something else' })
    await expect(rotate()).rejects.toThrow('not JSON')
    expect(secretsManager.commandCalls(PutSecretValueCommand)).toHaveLength(0)
  })

  it('stores nothing when the secret cannot be read', async () => {
    secretsManager.on(GetSecretValueCommand).rejects(new Error('AccessDeniedException'))
    await expect(rotate()).rejects.toThrow('AccessDeniedException')
    expect(secretsManager.commandCalls(PutSecretValueCommand)).toHaveLength(0)
  })
})
