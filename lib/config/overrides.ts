import { resolve } from 'node:path'
import { readAttributeSchema } from '../attributes/compile.ts'
import { parseJson } from './parse-json.ts'
import { pointerTo } from './read-stage.ts'
import { stageSchema } from './schema/stage-schema.ts'
import { ConfigurationError, optional, type Variables } from './variables.ts'

/** One value that replaces a value of the file. */
interface Override {
  readonly variable: string
  readonly path: readonly string[]
  readonly value: unknown
}

/** The replacements that a laptop's variables make in a stage's file. */
export interface Overrides {
  readonly values: readonly Override[]
  /** The variables by the JSON pointers of the values they replace, longest first. */
  readonly variables: ReadonlyMap<string, string>
}

/** No replacements, as for a deployed stage. */
export const noOverrides: Overrides = { values: [], variables: new Map() }

/** What a laptop has in another way, or not at all: nothing stands before its server. */
const deployedAlone: ReadonlySet<string> = new Set(['$schema', 'table', 'cloudFront'])

/** The top-level keys of a stage that a laptop replaces. Its table is the one that `IEUM_TABLE` names, as a function's is. */
const stageKeys: readonly string[] = Object.keys(
  stageSchema({ implies: true, loopback: true }).entries,
).filter((key) => !deployedAlone.has(key))

/** Splits text at spaces and commas. */
const words = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '')
const text = (raw: string): string => raw

/** The places of the provider and identity gateway variables in a stage. */
const partVariables: Readonly<Record<string, readonly [path: string, read: (raw: string) => unknown]>> = {
  KAKAO_CLIENT_ID: ['providers.kakao.clientId', text],
  KAKAO_APP_ID: ['providers.kakao.appId', text],
  KAKAO_NATIVE_KEY: ['providers.kakao.nativeKeys', words],
  KAKAO_JAVASCRIPT_KEY: ['providers.kakao.javascriptKeys', words],
  KAKAO_SCOPES: ['providers.kakao.scopes', words],
  KAKAO_SERVICE_TERMS: ['providers.kakao.serviceTerms', words],
  KAKAO_AUTH_ORIGIN: ['providers.kakao.authOrigin', text],
  KAKAO_API_ORIGIN: ['providers.kakao.apiOrigin', text],
  NAVER_CLIENT_ID: ['providers.naver.clientId', text],
  NAVER_AUTH_ORIGIN: ['providers.naver.authOrigin', text],
  NAVER_API_ORIGIN: ['providers.naver.apiOrigin', text],
  GOOGLE_CLIENT_ID: ['providers.google.clientId', text],
  GOOGLE_OTHER_CLIENT_IDS: ['providers.google.otherClientIds', words],
  GOOGLE_ISSUER: ['providers.google.issuer', text],
  GITHUB_CLIENT_ID: ['providers.github.clientId', text],
  GITHUB_ORIGIN: ['providers.github.origin', text],
  GITHUB_API_ORIGIN: ['providers.github.apiOrigin', text],
  APPLE_CLIENT_ID: ['providers.apple.clientId', text],
  APPLE_BUNDLE_IDS: ['providers.apple.bundleIds', words],
  APPLE_TEAM_ID: ['providers.apple.teamId', text],
  APPLE_KEY_ID: ['providers.apple.keyId', text],
  APPLE_SCOPES: ['providers.apple.scopes', words],
  APPLE_ISSUER: ['providers.apple.issuer', text],
  LINE_CLIENT_ID: ['providers.line.clientId', text],
  LINE_SCOPES: ['providers.line.scopes', words],
  LINE_BOT_PROMPT: ['providers.line.botPrompt', text],
  LINE_AUTH_ORIGIN: ['providers.line.authOrigin', text],
  LINE_API_ORIGIN: ['providers.line.apiOrigin', text],
  OIDC_ISSUER: ['providers.oidc.issuer', text],
  OIDC_CLIENT_ID: ['providers.oidc.clientId', text],
  OIDC_OTHER_CLIENT_IDS: ['providers.oidc.otherClientIds', words],
  OIDC_SCOPES: ['providers.oidc.scopes', words],
  OIDC_TRUST_EMAIL: ['providers.oidc.trust.email', text],
  OIDC_TRUST_PHONE: ['providers.oidc.trust.phone', text],
  IDENTITY_GATEWAY_STORE_ID: ['identityGateway.storeId', text],
  IDENTITY_GATEWAY_CHANNEL_KEY: ['identityGateway.channelKey', text],
  IDENTITY_GATEWAY_CHANNEL_TYPE: ['identityGateway.channelType', text],
  IDENTITY_GATEWAY_ORIGIN: ['identityGateway.origin', text],
}

/** The variable of a top-level key: `IEUM_OLD_PASSWORDS` for `oldPasswords`. */
const variableOf = (key: string): string =>
  `IEUM_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/** The variables of all top-level keys. */
export const keyVariables: readonly string[] = stageKeys.map(variableOf)

/**
 * Reads the replacements from a laptop's variables. A top-level key's variable (`IEUM_CLIENTS`) replaces the
 * whole key. Throws `ConfigurationError` for invalid JSON.
 */
export const readOverrides = (variables: Variables): Overrides =>
  overrides([...keysIn(variables), ...partsIn(variables)])

/** Reads the replacements of top-level keys alone. Throws `ConfigurationError` for invalid JSON. */
export const readKeyOverrides = (variables: Variables): Overrides => overrides(keysIn(variables))

const keysIn = (variables: Variables): readonly Override[] =>
  stageKeys.flatMap((key) => overrideOf(variables, variableOf(key), [key], keyValue))

const partsIn = (variables: Variables): readonly Override[] =>
  Object.entries(partVariables).flatMap(([variable, [path, read]]) =>
    overrideOf(variables, variable, path.split('.'), (_, raw) => read(raw)),
  )

function overrides(values: readonly Override[]): Overrides {
  const byPointer = values.map(({ path, variable }) => [pointerTo(path), variable] as const)
  return { values, variables: new Map(byPointer.toReversed()) }
}

function overrideOf(
  variables: Variables,
  variable: string,
  path: readonly string[],
  read: (variable: string, raw: string) => unknown,
): readonly Override[] {
  const raw = optional(variables, variable)
  return raw === undefined ? [] : [{ variable, path, value: read(variable, raw) }]
}

/**
 * JSON where the value looks like JSON, else the value as text. A schema of attributes may be the path of a
 * file.
 */
function keyValue(variable: string, raw: string): unknown {
  if (raw === 'null') return null
  if (variable === variableOf('attributes')) return schemaIn(variable, raw)
  // From the folder where the command runs, like every path that somebody types.
  if (variable === variableOf('hooks')) return resolve(raw)
  return /^\s*[[{"]/.test(raw) ? parseJson(raw, variable) : raw
}

function schemaIn(variable: string, raw: string): unknown {
  try {
    return readAttributeSchema(raw)
  } catch (error) {
    throw new ConfigurationError(variable, error instanceof Error ? error.message : 'is not a schema')
  }
}
