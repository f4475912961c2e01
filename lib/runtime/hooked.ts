import { hooksFile } from '../config/current-stage.ts'
import type { HookName } from '../domain/hooks/hook-name.ts'
import type { ServiceHooks } from '../flows/ports/hooks.ts'
import type { World } from '../flows/ports/world.ts'
import { type CallHooks, callHooks, type FailedHook, failingHooks, noHooks } from '../hooks/call-hook.ts'
import { loadHooks } from '../hooks/load-hooks.ts'
import { UnusableResult } from '../hooks/unusable-result.ts'
import { log } from '../http/log/log.ts'
import { hookFailed } from '../http/log/stage-metrics.ts'
import { failureOf } from '../http/response/failure.ts'
import type { RouteId, routes } from '../routes/routes.ts'
import { world } from './world.ts'

/** The hooks that a route lists. */
type HooksOf<Id extends RouteId> = (typeof routes)[Id] extends {
  readonly touches: { readonly hooks: readonly (infer Name extends HookName)[] }
}
  ? Name
  : never

/** The routes that list any. */
type HookedRouteId = { [Id in RouteId]: [HooksOf<Id>] extends [never] ? never : Id }[RouteId]

/** What changes accounts, which stands in no bundle of a door with hooks. Only a sign-up hashes passwords alone. */
type AccountChanges<Id extends RouteId> =
  | 'changes'
  | 'withdrawals'
  | ((typeof routes)[Id] extends { readonly touches: { readonly passkeys: true } } ? never : 'passkeys')
  | ((typeof routes)[Id] extends { readonly touches: { readonly passwords: 'hashes' } }
      ? never
      : 'registrations')

/**
 * Gives the world of a door with those of the service's hooks that its route lists; `compose` makes them. Only such a
 * door holds the code that loads and calls hooks.
 */
export function hooked<Id extends HookedRouteId>(
  id: Id,
  compose: (hookNamed: CallHooks, current: World) => Pick<ServiceHooks, HooksOf<Id>>,
): () => Promise<Omit<World, AccountChanges<Id>> & { readonly hooks: Pick<ServiceHooks, HooksOf<Id>> }>
export function hooked(
  _: HookedRouteId,
  compose: (hookNamed: CallHooks, current: World) => object,
): () => Promise<object> {
  let last: { readonly current: World; readonly hooks: CallHooks; readonly composed: object } | undefined
  return async () => {
    const current = await world()
    const hooks = serviceHooks()
    if (last?.current !== current || last.hooks !== hooks) {
      last = { current, hooks, composed: { ...current, hooks: compose(hooks, current) } }
    }
    return last.composed
  }
}

let loaded: { readonly file: string; readonly hooks: CallHooks } | undefined

/** The hooks of the stage, loaded once for each file. On a laptop, a changed module is another file. */
export function serviceHooks(): CallHooks {
  const file = hooksFile()
  if (file === undefined) return noHooks
  if (loaded?.file === file) return loaded.hooks
  try {
    const hooks = callHooks(loadHooks(file), report)
    loaded = { file, hooks }
    return hooks
  } catch (cause) {
    // Not remembered, so the next request tries again.
    return failingHooks(cause, report)
  }
}

/** Tells the operators. A message may repeat what somebody typed, so only the places in the code are written. */
function report({ hook, reason, cause }: FailedHook): void {
  const { fault } = failureOf(cause)
  log({
    level: 'error',
    event: 'hook_failed',
    hook,
    reason,
    ...(cause instanceof UnusableResult ? { why: cause.message } : cause !== undefined && fault),
    hookFailures: 1,
    ...hookFailed(),
  })
}
