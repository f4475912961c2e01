import { readAttributeSchema } from '../attributes/compile.ts'
import { parseJson, pointerTo } from './read-stage.ts'
import { stageSchema } from './schema/stage-schema.ts'
import { ConfigurationError, optional, type Variables } from './variables.ts'

/** One value that stands in place of the file's. */
interface Override {
  readonly variable: string
  readonly path: readonly string[]
  readonly value: unknown
}

/** What the variables of a laptop say in place of a stage's file and its secrets. */
export interface Overrides {
  readonly values: readonly Override[]
  /** The variables by the pointers of what they stand for, the longest first. */
  readonly variables: ReadonlyMap<string, string>
}

/** A deployed stage: its file alone. */
export const noOverrides: Overrides = { values: [], variables: new Map() }

/** The top-level keys of a stage. */
const stageKeys: readonly string[] = Object.keys(
  stageSchema({ implies: true, loopback: true }).entries,
).filter((key) => key !== '$schema')

/** Words with spaces or commas between them. */
const words = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '')
const text = (given: string): string => given

/** Where the variables of providers and of the identity gateway stand in a stage. */
const partVariables: Readonly<Record<string, readonly [path: string, read: (given: string) => unknown]>> = {
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
  IDENTITY_GATEWAY_STORE_ID: ['identityGateway.storeId', text],
  IDENTITY_GATEWAY_CHANNEL_KEY: ['identityGateway.channelKey', text],
  IDENTITY_GATEWAY_CHANNEL_TYPE: ['identityGateway.channelType', text],
  IDENTITY_GATEWAY_ORIGIN: ['identityGateway.origin', text],
}

/** The variable of a top-level key: `IEUM_OLD_PASSWORDS` for `oldPasswords`. */
export const variableOf = (key: string): string =>
  `IEUM_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/** The variables of all keys of a stage. */
export const keyVariables: readonly string[] = stageKeys.map(variableOf)

/**
 * What the variables of a laptop say in place of a stage's file. A variable of a key (`IEUM_CLIENTS`) replaces the
 * whole key. Throws `ConfigurationError` for JSON that is none.
 */
export const readOverrides = (variables: Variables): Overrides =>
  overrides([...keysIn(variables), ...partsIn(variables)])

/** As `readOverrides`, without what is told of providers and of the identity gateway. */
export const readKeyOverrides = (variables: Variables): Overrides => overrides(keysIn(variables))

const keysIn = (variables: Variables): readonly Override[] =>
  stageKeys.flatMap((key) => overrideOf(variables, variableOf(key), [key], keyValue))

const partsIn = (variables: Variables): readonly Override[] =>
  Object.entries(partVariables).flatMap(([variable, [path, read]]) =>
    overrideOf(variables, variable, path.split('.'), (_, given) => read(given)),
  )

function overrides(values: readonly Override[]): Overrides {
  const byPointer = values.map(({ path, variable }) => [pointerTo(path), variable] as const)
  return { values, variables: new Map(byPointer.toReversed()) }
}

function overrideOf(
  variables: Variables,
  variable: string,
  path: readonly string[],
  read: (variable: string, given: string) => unknown,
): readonly Override[] {
  const given = optional(variables, variable)
  return given === undefined ? [] : [{ variable, path, value: read(variable, given) }]
}

/** JSON where it looks like JSON, else a text as it is. A schema of attributes may be the path of a file. */
function keyValue(variable: string, given: string): unknown {
  if (given === 'null') return null
  if (variable === variableOf('attributes')) return schemaIn(variable, given)
  return /^\s*[[{"]/.test(given) ? parseJson(given, variable) : given
}

function schemaIn(variable: string, given: string): unknown {
  try {
    return readAttributeSchema(given)
  } catch (error) {
    throw new ConfigurationError(variable, error instanceof Error ? error.message : 'is no schema')
  }
}
