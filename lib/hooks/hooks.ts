import type { MemberFacts } from '../flows/ports/hooks.ts'

/** What a hook gives: its result at once or later, or nothing. */
type Returned<Value> = Value | undefined | Promise<Value | undefined>

/**
 * The hooks of a service: the default export of the module that the stage names under `hooks`. Each is optional, gets
 * a frozen copy of the facts, and has 2 seconds.
 */
export interface Hooks {
  /**
   * Adds claims to the member's access tokens: an object of JSON of at most 2,048 bytes, without the claims that ieum
   * sets itself. Called before each token is issued, at a renewal too.
   */
  tokenClaims?(member: MemberFacts): Returned<Readonly<Record<string, unknown>>>
}
