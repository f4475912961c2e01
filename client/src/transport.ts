import type { Problem } from './api.ts'
import { ProblemError } from './problem.ts'

/** One request. */
export interface Sent {
  readonly body?: unknown
  readonly accessToken?: string | undefined
}

/** Calls the API. Gives the JSON of the response; throws `ProblemError`. */
export type Call = (method: string, path: string, sent?: Sent) => Promise<unknown>

/** Whether a value is an object, so that its fields can be read. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isProblem = (value: unknown): value is Problem =>
  isRecord(value) && typeof value['code'] === 'string' && typeof value['status'] === 'number'

/** A caller of the API at this origin. The cookies of a web client go with each request. */
export function createCall(origin: string, send: typeof fetch, language: string | undefined): Call {
  return async (method, path, { body, accessToken } = {}) => {
    const headers = new Headers({ accept: 'application/json' })
    if (language !== undefined) headers.set('accept-language', language)
    if (body !== undefined) headers.set('content-type', 'application/json')
    if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`)
    const request = { method, headers, credentials: 'include' } as const
    const response = await send(
      new URL(path, origin),
      body === undefined ? request : { ...request, body: JSON.stringify(body) },
    ).catch(() => {
      throw new ProblemError('no_response')
    })
    const value: unknown = await response.json().catch(() => undefined)
    if (response.ok) return value
    throw isProblem(value) ? new ProblemError(value.code, value) : new ProblemError('no_response')
  }
}
