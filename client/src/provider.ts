import type { SignInOptions } from './api.ts'

/**
 * A provider's id, as `signInOptions().providers` has it; `oidc` is the OpenID provider of the service's own choice. Any
 * other text compiles too, since a service may be newer than its page: the service refuses what it does not know.
 */
export type Provider = SignInOptions['providers'][number] | (string & Record<never, never>)
