import {
  Alias,
  type IFunction,
  type IVersion,
  type Function as LambdaFunction,
  Version,
} from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'

/** An alias, as whatever calls a function takes it. */
export type LiveAlias = Alias & IFunction

/** The name of the alias that callers call. */
const aliasName = 'live'

// The classes of the CDK miss its interfaces by properties that are undefined instead of absent.
const isVersion = (one: unknown): one is IVersion => one instanceof Version
const isFunction = (one: unknown): one is IFunction => one instanceof Alias

/**
 * The alias that everything calls, on the version that this deployment makes of a function. A changed bundle, stage file
 * or environment is another version.
 */
export function liveAlias(scope: Construct, id: string, lambda: LambdaFunction): LiveAlias {
  const version = lambda.currentVersion
  if (!isVersion(version)) throw new Error('a function has no version')
  const alias = new Alias(scope, id, { aliasName, version })
  if (!isFunction(alias)) throw new Error('an alias is no function')
  return alias
}
