import * as v from 'valibot'
import type { StageKeys } from './make-keys.ts'

/** The content of a stage's secret. */
export interface StoredSecret {
  readonly keys: StageKeys
  /** Our credentials at the providers, by the names of their variables, such as KAKAO_CLIENT_SECRET. */
  readonly credentials: Readonly<Record<string, string>>
}

const kid = v.pipe(v.string(), v.nonEmpty())
const createdAt = v.pipe(v.string(), v.isoTimestamp())
const signingKey = v.object({
  kid,
  alg: v.literal('ES256'),
  createdAt,
  jwk: v.record(v.string(), v.unknown()),
})
const symmetricKey = v.object({ kid, createdAt, key: v.pipe(v.string(), v.regex(/^[\w-]{43,}$/)) })
const list = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.array(schema), [])

const keysSchema = v.object({
  signing: list(signingKey),
  sealing: list(symmetricKey),
  refresh: list(symmetricKey),
  hashing: list(symmetricKey),
})
const credentialsSchema = v.record(v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]+$/)), v.string())

/**
 * Parses the text of a stage's secret; an empty text is an empty secret. Throws an `Error` for any other
 * content, which must not be overwritten. The error names places and never shows a value.
 */
export function readStoredSecret(text: string): StoredSecret {
  const { signing, sealing, refresh, hashing, ...rest } = checked(
    v.record(v.string(), v.unknown()),
    parse(text),
  )
  return {
    keys: checked(keysSchema, { signing, sealing, refresh, hashing }),
    credentials: checked(credentialsSchema, rest),
  }
}

/** Formats a secret as the text that `readStoredSecret` parses. */
export const writeStoredSecret = ({ keys, credentials }: StoredSecret): string =>
  JSON.stringify({ ...keys, ...credentials })

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
