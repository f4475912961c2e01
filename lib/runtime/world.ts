import { createIdentityGateway } from '#identity-gateway'
import { createPasswords } from '#passwords'
import { stageAttributes } from '#stage-attributes'
import { storeOnTable } from '#table-store'
import { uploadsInS3 } from '#uploads'
import { createAttributeRules } from '../attributes/attribute-rules.ts'
import { providerMsLeft } from '../aws/request-budget.ts'
import { calendar } from '../calendar/calendar.ts'
import { originSecretsIn } from '../config/credentials.ts'
import { forgetSettings, settings } from '../config/current-stage.ts'
import { readProviders } from '../config/providers.ts'
import type { Variables } from '../config/variables.ts'
import { isInCountries } from '../contacts/phone.ts'
import { isSubject } from '../domain/values/identity.ts'
import type { Tokens } from '../flows/ports/tokens.ts'
import type { World } from '../flows/ports/world.ts'
import { log } from '../http/log/log.ts'
import { addToLogContext } from '../http/log/log-context.ts'
import { reported } from '../http/log/stage-metrics.ts'
import { device } from '../http/request/sender/device.ts'
import { type ConfiguredProviders, createProviders } from '../providers/registry.ts'
import { createProviderHttp, defaultHttpLimits } from '../providers/wire/http.ts'
import { type KeyRing, readKeyRing } from '../tokens/key-ring.ts'
import { secrets } from '../tokens/secrets.ts'
import type { StoredSecret } from '../tokens/stored-secret.ts'
import { createTokens } from '../tokens/tokens.ts'
import { clock } from './clock.ts'
import { ids } from './ids.ts'
import { forgetPublishing } from './publishing.ts'
import {
  createHashes,
  createStageSealing,
  mayRead,
  readSecrets,
  type SecretTexts,
  type StageHashes,
  sameSecrets,
  secretTexts,
  unread,
} from './stage-secrets.ts'

/** The composition root builds the world once per container. No other file creates a client. */

interface BuiltWorld {
  readonly world: World & Pick<WithKeys, 'providers'>
  readonly texts: SecretTexts
  readonly checkedAt: number
}

let current: Promise<BuiltWorld> | undefined

/** The time after which a container reads the secrets again. Every container knows a rotated key by then. */
const secretMaxAgeMs = 5 * 60_000

/**
 * The world, built at first use, and built again once a secret of the stage has changed. A failed build is not
 * remembered, so the next request tries again. A failed renewal keeps the current world.
 */
export async function world(): Promise<BuiltWorld['world']> {
  current ??= build(process.env).catch((error: unknown) => {
    current = undefined
    throw error
  })
  const built = await current
  if (Date.now() - built.checkedAt < secretMaxAgeMs) return built.world
  current = renew(process.env, built)
  return (await current).world
}

const nobody = 'warm-up'

/** Opens a connection to the table, and reads what is not there. Throws the errors of the table. */
export async function warmTable(): Promise<void> {
  const { identityClaims } = await world()
  if (isSubject(nobody)) await identityClaims.find({ provider: 'google', subject: nobody })
}

/** Opens connections to the stage's providers, and fetches their keys. */
export async function warmProviders(): Promise<void> {
  const { providers } = await world()
  await providers.warm()
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
    const texts = await secretTexts(variables)
    return sameSecrets(texts, built.texts)
      ? { ...built, checkedAt: Date.now() }
      : await build(variables, texts)
  } catch (error) {
    log({
      level: 'warn',
      event: 'secret_not_renewed',
      error: error instanceof Error ? error.name : 'unknown',
    })
    return { ...built, checkedAt: Date.now() }
  }
}

async function build(variables: Variables, known?: SecretTexts): Promise<BuiltWorld> {
  const texts = known ?? (await secretTexts(variables))
  return { world: await assemble(variables, texts), texts, checkedAt: Date.now() }
}

async function assemble(variables: Variables, texts: SecretTexts): Promise<BuiltWorld['world']> {
  const secret = readSecrets(texts)
  const hashes = createHashes(secret, variables)
  const { policy: match, oldPasswords, ...stage } = settings()
  const { tokens, providers, identityGateway, sealing } = await withKeys(secret, hashes, variables)
  const originSecrets = originSecretsIn(secret.credentials)
  const nameIndexes = match.consider.filter((item) => item === 'name' || item === 'name+birth')
  // A nuisance where thousands share a name, so the log says it.
  if (nameIndexes.length > 0) log({ level: 'info', event: 'policy_considers_names', items: nameIndexes })
  return {
    stage: { ...stage, match },
    attributes: createAttributeRules(stageAttributes()),
    clock,
    calendar,
    ids,
    secrets,
    originSecrets,
    hashes: hashes.keyed,
    passwords: createPasswords(oldPasswords ?? undefined),
    messageSealing: createStageSealing(secret, sealing, variables),
    receivesTexts: (to) => isInCountries(to, stage.sms.countries),
    uploads: uploadsInS3(variables),
    addToLogContext: addToLogContext,
    device,
    report: (notice) => log({ level: 'warn', ...notice, ...reported() }),
    get tokens() {
      return tokens ?? unread()
    },
    providers,
    identityGateway,
    ...storeOnTable(variables, { hashes: hashes.keyed, nameIndexes, maxSessions: stage.maxSessions }),
  }
}

interface WithKeys extends Pick<World, 'identityGateway'> {
  readonly providers: ConfiguredProviders
  /** Absent if this process may not read the `keys` secret. */
  readonly tokens?: Tokens
  readonly sealing?: KeyRing['sealing']
}

/** The parts that need the `keys` secret. A function without it has no tokens and no providers. */
async function withKeys(
  { keys, credentials }: StoredSecret,
  hash: StageHashes,
  variables: Variables,
): Promise<WithKeys> {
  const http = createProviderHttp(defaultHttpLimits, providerMsLeft)
  if (!mayRead('keys', variables)) {
    return { providers: createProviders({}, http, hash.ci), identityGateway: undefined }
  }
  const { origin, providers, identityGateway, tokens: form } = settings()
  const ring = await readKeyRing(keys, new Date(), form.algorithm)
  return {
    tokens: createTokens({ issuer: origin, keys: ring, now: clock.now }, form),
    sealing: ring.sealing,
    providers: createProviders(readProviders(providers, credentials), http, hash.ci),
    identityGateway: createIdentityGateway(identityGateway, credentials, http, hash),
  }
}
