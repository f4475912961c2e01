import {
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { beforeEach, describe, expect, it } from 'vitest'
import { changeSecrets } from '../../lib/commands/keep-secret.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import {
  readStoredSecret,
  type StoredSecret,
  splitSecret,
  writeStoredSecret,
} from '../../lib/tokens/stored-secret.ts'
import { awsDouble } from '../support/aws-double.ts'

const now = new Date('2026-01-01T00:00:00Z')
const secretsManager = awsDouble(SecretsManagerClient)
const client = new SecretsManagerClient({ region: 'ap-northeast-2' })
const credentials = { KAKAO_CLIENT_SECRET: 'kakao-secret', KAKAO_ADMIN_KEY: 'kakao-admin' }

/** The stored texts, by the name of the secret. */
const stored = () =>
  Object.fromEntries(
    secretsManager
      .commandCalls(PutSecretValueCommand)
      .map(({ args }) => [args[0].input.SecretId, readStoredSecret(args[0].input.SecretString ?? '')]),
  )

/** Puts texts into the secrets of these names. */
function holding(texts: Readonly<Record<string, string>>): void {
  for (const [SecretId, SecretString] of Object.entries(texts)) {
    secretsManager.on(GetSecretValueCommand, { SecretId }).resolves({ SecretString })
  }
}

const held = (secret: StoredSecret): void => {
  const { keys, lookup } = splitSecret(secret)
  holding({ 'ieum/dev/keys': keys, 'ieum/dev/lookup': lookup })
}

const rotate = async () => {
  const fresh = await makeKeys(now)
  const names = await changeSecrets(client, 'dev', ({ keys, credentials }) => ({
    keys: rotateKeys(keys, fresh, { now }),
    credentials,
  }))
  return { fresh, names }
}

beforeEach(() => {
  secretsManager.reset()
  secretsManager.on(PutSecretValueCommand).resolves({})
  const error = new ResourceNotFoundException({ message: 'no value', $metadata: {} })
  secretsManager.on(GetSecretValueCommand).rejects(error)
})

describe('changing the secrets of a stage', () => {
  it('fills empty secrets: the hashing keys in one, everything else in the other', async () => {
    const { fresh, names } = await rotate()
    expect(names).toEqual(['ieum/dev/keys', 'ieum/dev/lookup'])
    const { hashing, ...signing } = fresh
    const none = { signing: [], rs256: [], hs256: [], sealing: [], refresh: [] }
    expect(stored()).toEqual({
      'ieum/dev/keys': { keys: { ...signing, hashing: [] }, credentials: {} },
      'ieum/dev/lookup': { keys: { ...none, hashing }, credentials: {} },
    })
  })

  it('keeps the credentials of providers and the hashing keys when keys rotate', async () => {
    held({ keys: await makeKeys(now), credentials })
    expect((await rotate()).names).toEqual(['ieum/dev/keys'])
    expect(stored()['ieum/dev/keys']).toMatchObject({ credentials, keys: { hashing: [] } })
    expect(stored()['ieum/dev/keys']?.keys.signing).toHaveLength(2)
  })

  it('takes over the values of the former single secret, so members stay findable', async () => {
    const before = await makeKeys(now)
    holding({ 'ieum/dev/secrets': writeStoredSecret({ keys: before, credentials }) })
    await rotate()
    expect(stored()['ieum/dev/lookup']?.keys.hashing).toEqual(before.hashing)
    expect(stored()['ieum/dev/keys']).toMatchObject({ credentials })
    expect(stored()['ieum/dev/keys']?.keys.signing.at(-1)).toEqual(before.signing[0])
  })

  it('takes them over as well after an interrupted run', async () => {
    const before = await makeKeys(now)
    const { keys } = splitSecret({ keys: before, credentials })
    holding({ 'ieum/dev/keys': keys, 'ieum/dev/secrets': writeStoredSecret({ keys: before, credentials }) })
    await rotate()
    expect(stored()['ieum/dev/lookup']?.keys.hashing).toEqual(before.hashing)
  })

  it.each(['ieum/dev/keys', 'ieum/dev/lookup'])('stores nothing when %s is malformed', async (name) => {
    held({ keys: await makeKeys(now), credentials })
    holding({ [name]: 'something else' })
    await expect(rotate()).rejects.toThrow('not JSON')
    expect(secretsManager.commandCalls(PutSecretValueCommand)).toHaveLength(0)
  })

  it('says which secret of which stage is not there, and in which region', async () => {
    const missing = { message: "Secrets Manager can't find the specified secret.", $metadata: {} }
    secretsManager.on(PutSecretValueCommand).rejects(new ResourceNotFoundException(missing))
    await expect(rotate()).rejects.toThrow(
      "The stage dev has no secret ieum/dev/keys in ap-northeast-2. Check the stage's name, and the account and the region",
    )
  })

  it('names the secret in what else Secrets Manager refuses', async () => {
    const deleted = { message: 'It was marked for deletion.', $metadata: {} }
    secretsManager
      .on(GetSecretValueCommand, { SecretId: 'ieum/dev/lookup' })
      .rejects(new InvalidRequestException(deleted))
    await expect(rotate()).rejects.toThrow('ieum/dev/lookup in ap-northeast-2: It was marked for deletion.')
  })

  it('stores nothing when a secret cannot be read', async () => {
    secretsManager
      .on(GetSecretValueCommand, { SecretId: 'ieum/dev/lookup' })
      .rejects(new Error('AccessDeniedException'))
    await expect(rotate()).rejects.toThrow('AccessDeniedException')
    expect(secretsManager.commandCalls(PutSecretValueCommand)).toHaveLength(0)
  })
})
