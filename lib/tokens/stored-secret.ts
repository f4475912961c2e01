import * as v from 'valibot'
import type { StageKeys } from './make-keys.ts'

/** The two secrets of a stage: `keys` signs, seals and holds our credentials at the providers; `lookup` hashes. */
export const secretKinds = ['keys', 'lookup'] as const
export type SecretKind = (typeof secretKinds)[number]

/** The content of a stage's secrets. In one of the two, the lists of the other are empty. */
export interface StoredSecret {
  readonly keys: StageKeys
  /** Our credentials at the providers, by the names of their variables, such as KAKAO_CLIENT_SECRET. */
  readonly credentials: Readonly<Record<string, string>>
}

const kid = v.pipe(v.string(), v.nonEmpty())
const createdAt = v.pipe(v.string(), v.isoTimestamp())
const signingKey = <const Algorithm extends string>(algorithm: Algorithm) =>
  v.object({ kid, alg: v.literal(algorithm), createdAt, jwk: v.record(v.string(), v.unknown()) })
const symmetricKey = v.object({ kid, createdAt, key: v.pipe(v.string(), v.regex(/^[\w-]{43,}$/)) })
const list = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.array(schema), [])

const keysSchema = v.object({
  signing: list(signingKey('ES256')),
  rs256: list(signingKey('RS256')),
  hs256: list(symmetricKey),
  sealing: list(symmetricKey),
  refresh: list(symmetricKey),
  hashing: list(symmetricKey),
})
const credentialsSchema = v.record(v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]+$/)), v.string())

/**
 * Parses the text of one of a stage's secrets, or of both in one; an empty text is an empty secret. Throws an `Error`
 * for any other content, which must not be overwritten. The error names places and never shows a value.
 */
export function readStoredSecret(text: string): StoredSecret {
  const { signing, rs256, hs256, sealing, refresh, hashing, ...rest } = checked(
    v.record(v.string(), v.unknown()),
    parse(text),
  )
  return {
    keys: checked(keysSchema, { signing, rs256, hs256, sealing, refresh, hashing }),
    credentials: checked(credentialsSchema, rest),
  }
}

/** Formats both secrets as one text for a laptop. `readStoredSecret` parses it. */
export const writeStoredSecret = ({ keys, credentials }: StoredSecret): string =>
  JSON.stringify({ ...keys, ...credentials })

/** Gives the text of each of the two secrets. `lookup` has the hashing keys, `keys` everything else. */
export function splitSecret({ keys, credentials }: StoredSecret): Readonly<Record<SecretKind, string>> {
  const { hashing, ...signing } = keys
  return { keys: JSON.stringify({ ...signing, ...credentials }), lookup: JSON.stringify({ hashing }) }
}

/** Joins the contents of several secrets. Of two with the same list, the first counts. */
export function joinSecrets(secrets: readonly StoredSecret[]): StoredSecret {
  const first = <Key>(pick: (keys: StageKeys) => readonly Key[]): readonly Key[] =>
    secrets.map(({ keys }) => pick(keys)).find((list) => list.length > 0) ?? []
  return {
    keys: {
      signing: first(({ signing }) => signing),
      rs256: first(({ rs256 }) => rs256),
      hs256: first(({ hs256 }) => hs256),
      sealing: first(({ sealing }) => sealing),
      refresh: first(({ refresh }) => refresh),
      hashing: first(({ hashing }) => hashing),
    },
    credentials: Object.assign({}, ...secrets.toReversed().map(({ credentials }) => credentials)),
  }
}

function checked<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const paths = result.issues.map((issue) => v.getDotPath(issue) ?? '(whole)')
  throw new Error(`invalid stored secret: ${[...new Set(paths)].join(', ')}`)
}

function parse(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message would quote the secret text.
    throw new Error('invalid stored secret: not JSON')
  }
}
