import { defined } from '../../domain/values/defined.ts'

/**
 * Stands in the bundles in place of the SDK's chain of credential providers. A Lambda finds its role's credentials
 * in its environment and nowhere else, while the chain brings single sign-on, STS, profile files and processes
 * with it: a third of a bundle that has nothing else to do.
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
