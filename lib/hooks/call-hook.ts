import { countHookMs, hooksMsLeft } from '../aws/request-budget.ts'
import type { HookName } from '../domain/hooks/hook-name.ts'
import { Problem } from '../domain/values/problem.ts'

/** Why a hook failed. */
type HookFailureReason = 'not_loaded' | 'threw' | 'timed_out' | 'unusable_result'

/** A failed hook, for the operators. Nothing of it comes from the facts or the result. */
export interface FailedHook {
  readonly hook: HookName
  readonly reason: HookFailureReason
  /** What the hook threw, or what reading its result or loading its module did. */
  readonly cause?: unknown
}

/**
 * Calls one hook: gives it a frozen copy of the facts, and `read` what it returns. `read` throws for what the hook may
 * not return. Throws the problem `hook_failed` in place of every failure.
 */
export type CallHook = <Result>(facts: object, read: (returned: unknown) => Result) => Promise<Result>

/** The hooks of a service by name. Undefined for one that the service does not have. */
export type CallHooks = (name: HookName) => CallHook | undefined

/** A service without hooks. */
export const noHooks: CallHooks = () => undefined

/** The time of all hooks of a request together. The rest of its 5 seconds is for what ieum itself does. */
const hooksMs = 2_000

/** Seconds after which a client may ask again. */
const retryAfter = 5

class HookError extends Error {
  readonly reason: HookFailureReason

  constructor(reason: HookFailureReason, cause?: unknown) {
    super(reason, { cause })
    this.name = 'HookError'
    this.reason = reason
  }
}

/** The function of a service. */
export type HookFunction = (facts: unknown) => unknown

/** The hooks of a loaded module. Takes what tells the operators about a failure. */
export const callHooks =
  (functions: ReadonlyMap<HookName, HookFunction>, report: (failed: FailedHook) => void): CallHooks =>
  (name) => {
    const hook = functions.get(name)
    return hook && callHook(name, hook, report)
  }

/** Where the module could not be loaded, every hook of it fails: which ones it has is unknown. */
export const failingHooks =
  (cause: unknown, report: (failed: FailedHook) => void): CallHooks =>
  (name) =>
  async () => {
    report({ hook: name, reason: 'not_loaded', cause })
    throw new Problem('hook_failed', { retryAfter })
  }

const callHook =
  (name: HookName, hook: HookFunction, report: (failed: FailedHook) => void): CallHook =>
  async (facts, read) => {
    try {
      return readResult(await inTime(run(hook, frozen(structuredClone(facts)))), read)
    } catch (error) {
      if (!(error instanceof HookError)) throw error
      report({ hook: name, reason: error.reason, cause: error.cause })
      throw new Problem('hook_failed', { retryAfter })
    }
  }

async function run(hook: HookFunction, facts: unknown): Promise<unknown> {
  try {
    return await hook(facts)
  } catch (cause) {
    throw new HookError('threw', cause)
  }
}

/** A hook that never answers cannot be stopped, only left behind. One that never returns holds up the process. */
async function inTime(result: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const startedAt = performance.now()
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HookError('timed_out')), hooksMsLeft(hooksMs))
  })
  try {
    return await Promise.race([result, late])
  } finally {
    clearTimeout(timer)
    countHookMs(performance.now() - startedAt)
  }
}

function readResult<Result>(returned: unknown, read: (returned: unknown) => Result): Result {
  try {
    return read(returned)
  } catch (cause) {
    throw new HookError('unusable_result', cause)
  }
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) frozen(part)
    Object.freeze(value)
  }
  return value
}
