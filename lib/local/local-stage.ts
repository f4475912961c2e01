import * as v from 'valibot'
import { credentialsIn } from '../config/credentials.ts'
import { noOverrides, readKeyOverrides, readOverrides } from '../config/overrides.ts'
import { clientSchema } from '../config/schema/service-schemas.ts'
import type { Stage } from '../config/schema/stage-schema.ts'
import { readLocalStage } from '../config/stage-file.ts'
import { defaultStageName, readStageName } from '../config/stage-name.ts'
import type { AccessAlgorithm } from '../domain/session/access-token-form.ts'
import { type ProviderId, providerIds } from '../domain/values/identity.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import { readStoredSecret, writeStoredSecret } from '../tokens/stored-secret.ts'

/** The facts about a stage that starting the local stack needs. */
export interface PlannedStage {
  readonly name: string
  /** The algorithm of its access tokens, which needs a key. */
  readonly accessAlgorithm: AccessAlgorithm
  /** The redirect URIs of the stage's clients. */
  readonly redirectUris: readonly string[]
  /** The providers with a stand-in: on the stage `dev`, those that its file leaves out. */
  readonly standIns: ReadonlySet<ProviderId>
  readonly standsInForIdentityGateway: boolean
}

type StageClient = Stage['clients'][number]

/** A page in the making, at the address of Vite. */
const localPage = 'http://localhost:5173'

/**
 * The clients of a laptop besides those of the stage: the demo page, a page in the making, and an app that a test or
 * a phone can play.
 */
const localClients = (origin: string): readonly StageClient[] =>
  v.parse(v.array(clientSchema), [
    { id: 'web', type: 'web', redirectUris: [`${origin}/demo/`], origins: [origin] },
    { id: 'spa', type: 'web', redirectUris: [`${localPage}/`], origins: [localPage] },
    {
      id: 'app',
      type: 'mobile',
      redirectUris: ['http://127.0.0.1:53682/done', 'com.example.ieum:/done'],
      origins: [],
      allowPrivateUseScheme: true,
    },
  ])

/**
 * Reads as much of a stage's file as the stand-ins need. Takes the stage's name, ieum's origin and the
 * environment. Throws `ConfigurationError`.
 */
export function planStage(givenName: string | undefined, origin: string, given: Environment): PlannedStage {
  const name = readStageName(givenName)
  const isDevelopment = name === defaultStageName
  const inFile = readLocalStage(name, noOverrides)
  const { clients, tokens } = withLocalClients(readLocalStage(name, readKeyOverrides(given)), origin)
  return {
    name,
    accessAlgorithm: tokens.algorithm,
    redirectUris: clients.flatMap(({ redirectUris }) => redirectUris),
    standIns: new Set(providerIds.filter((id) => isDevelopment && inFile.providers[id] === null)),
    standsInForIdentityGateway: isDevelopment && inFile.identityGateway === null,
  }
}

/**
 * The stage as a laptop runs it: its file overridden by variables, at the laptop's origin with nothing before it, with the
 * laptop's clients. Throws `ConfigurationError` that names the file or the variable.
 */
export function localStage(name: string, origin: string, variables: Environment): Stage {
  const stage = readLocalStage(name, readOverrides({ ...variables, IEUM_ORIGIN: origin }))
  const reached = { ...stage, cloudFront: null }
  const isSet = name !== defaultStageName || variables['IEUM_PASSKEYS'] !== undefined
  return withLocalClients(isSet ? reached : withLocalPasskeys(reached, origin), origin)
}

/** The passkeys of a laptop. They belong to localhost, since no browser has any for an address in digits. */
function withLocalPasskeys(stage: Stage, origin: string): Stage {
  if (stage.passkeys !== null || new URL(origin).hostname !== 'localhost') return stage
  const origins = [origin, localPage]
  return { ...stage, passkeys: { rpId: 'localhost', rpName: stage.serviceName.en, origins } }
}

/** The stage's clients, then the laptop's. A client in both has the redirect URIs and origins of both. */
function withLocalClients(stage: Stage, origin: string): Stage {
  const own = localClients(origin)
  const given = stage.clients.map((client) => {
    const same = own.find(({ id, type }) => id === client.id && type === client.type)
    return same === undefined ? client : mergedClient(client, same)
  })
  const others = own.filter(({ id }) => !given.some((client) => client.id === id))
  return { ...stage, clients: [...given, ...others] }
}

const mergedClient = (given: StageClient, own: StageClient): StageClient => ({
  ...given,
  redirectUris: [...new Set([...given.redirectUris, ...own.redirectUris])],
  origins: [...new Set([...given.origins, ...own.origins])],
  allowPrivateUseScheme: given.allowPrivateUseScheme || own.allowPrivateUseScheme,
})

/**
 * Both secrets in one: the given keys, and the credentials in the variables. Throws an `Error` for unreadable
 * keys.
 */
export function localSecrets(keys: string, variables: Environment): string {
  const stored = readStoredSecret(keys)
  return writeStoredSecret({
    ...stored,
    credentials: { ...stored.credentials, ...credentialsIn(variables) },
  })
}
