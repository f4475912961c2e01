import { defined } from '../../domain/values/defined.ts'

/**
 * Replaces the SDK's chain of credential providers in the bundles. A Lambda's credentials are in its
 * environment, while the chain adds single sign-on, STS, profile files and processes: a third of a small
 * bundle. Throws an `Error` without credentials.
 */
export const defaultProvider = () => async () => {
  const accessKeyId = process.env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY']
  const sessionToken = process.env['AWS_SESSION_TOKEN']
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, ...defined({ sessionToken: sessionToken || undefined }) }
  }
  throw new Error('AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set')
}
