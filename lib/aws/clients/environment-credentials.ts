import { defined } from '../../domain/values/defined.ts'

/** What signs a request. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

let known: Credentials | undefined

/**
 * The credentials that Lambda puts into a function's environment. Throws an `Error` without them. An access key id names one secret
 * and one session (IAM, `AssumeRole`), so the others are read once for each.
 */
export function environmentCredentials(): Credentials {
  const accessKeyId = process.env['AWS_ACCESS_KEY_ID']
  if (known === undefined || known.accessKeyId !== accessKeyId) known = readCredentials(accessKeyId)
  return known
}

function readCredentials(accessKeyId: string | undefined): Credentials {
  const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY']
  const sessionToken = process.env['AWS_SESSION_TOKEN']
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, ...defined({ sessionToken: sessionToken || undefined }) }
  }
  throw new Error('AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set')
}
