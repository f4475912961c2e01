import { AsyncLocalStorage } from 'node:async_hooks'

/*
 * What one request may spend on the services behind it. API Gateway and a visitor wait for the sum of all calls, so the
 * limits are those of the request: a limit of each call, times its retries, times the calls, is no limit.
 */

/** The limits of a request, in milliseconds: until its response, and for one attempt of one call. */
export interface RequestLimits {
  readonly totalMs: number
  readonly attemptMs: number
}

/** A response leaves within 5 seconds, with some time to build it. */
export const defaultRequestLimits: RequestLimits = { totalMs: 4_500, attemptMs: 1_500 }

/** Milliseconds for one attempt where no visitor waits: in jobs, listeners and commands. */
const unattendedAttemptMs = 3_000

/** Failed calls of the table in one request. The last one ends it. */
const maxTableFailures = 4
/** Failed calls of one operation where no visitor waits. */
const maxUnattendedFailures = 7

interface Budget {
  readonly limits: RequestLimits
  readonly endsAt: number
  tableFailures: number
  hooksMs: number
}

const current = new AsyncLocalStorage<Budget>()

let limitsInForce = defaultRequestLimits

/** Puts other limits in force for requests from now on. Gives those that were in force. */
export function limitRequests(limits: RequestLimits): RequestLimits {
  const before = limitsInForce
  limitsInForce = limits
  return before
}

/** Runs a request within its budget, by default the one in force. Gives the result of `run`. */
export function withRequestBudget<Result>(
  run: () => Promise<Result>,
  limits: RequestLimits = limitsInForce,
): Promise<Result> {
  const endsAt = performance.now() + limits.totalMs
  return current.run({ limits, endsAt, tableFailures: 0, hooksMs: 0 }, run)
}

/** What stands for the current request: one object while it runs. Undefined outside a request. */
export const currentRequest = (): object | undefined => current.getStore()

/** Milliseconds that the current request has left, at least 0. Without bounds outside a request. */
export function msLeft(): number {
  const budget = current.getStore()
  return budget === undefined ? Number.POSITIVE_INFINITY : Math.max(0, budget.endsAt - performance.now())
}

/** Milliseconds for one attempt of one call to a service of AWS. */
export const attemptMs = (): number =>
  Math.min(msLeft(), current.getStore()?.limits.attemptMs ?? unattendedAttemptMs)

/**
 * Milliseconds for calls to a provider. What is left afterwards is enough to record the visit and to respond.
 */
export function providerMsLeft(): number {
  const budget = current.getStore()
  return budget === undefined ? Number.POSITIVE_INFINITY : Math.max(0, msLeft() - budget.limits.totalMs / 4)
}

/** Milliseconds that hooks may still take, of the given number for all hooks of the request together. */
export function hooksMsLeft(ofRequest: number): number {
  return Math.min(msLeft(), Math.max(0, ofRequest - (current.getStore()?.hooksMs ?? 0)))
}

/** Counts the milliseconds that a hook has taken. */
export function countHookMs(took: number): void {
  const budget = current.getStore()
  if (budget !== undefined) budget.hooksMs += took
}

/** Counts failed calls of the table: those of the request, or of one operation outside a request. */
export interface TableFailures {
  /** Whether another call makes sense. */
  mayCall(): boolean
  /** Counts a failed call. Gives whether another one makes sense. */
  failed(): boolean
}

/** The failed calls of the current request. Outside a request, a new count. */
export function tableFailures(): TableFailures {
  const request = current.getStore()
  const budget = request ?? { tableFailures: 0 }
  const most = request === undefined ? maxUnattendedFailures : maxTableFailures
  const mayCall = () => budget.tableFailures < most && msLeft() > 0
  return {
    mayCall,
    failed: () => {
      budget.tableFailures++
      return mayCall()
    },
  }
}
