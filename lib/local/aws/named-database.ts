import type { Environment } from '../../stand-ins/host/environment.ts'

/** The AWS SDK's variable for another database. */
export const endpointVariable = 'AWS_ENDPOINT_URL_DYNAMODB'

/** The endpoint of the database that variables name. Undefined where the embedded one is meant. */
export function namedDatabase(variables: Environment): string | undefined {
  const named = variables[endpointVariable]
  return named === '' ? undefined : named
}
