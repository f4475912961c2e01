import { defined } from '../../domain/values/defined.ts'

/** The response of a door. */
export interface HttpResponse {
  readonly status: number
  readonly body?: unknown
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
  /** Facts for the log and the metrics. The client never sees them. */
  readonly about?: {
    readonly outcome?: string
    readonly row?: number | undefined
    readonly provider?: string
  }
}

/** A 200 with JSON. */
export const ok = (body: object, about?: HttpResponse['about']): HttpResponse => ({
  status: 200,
  body,
  ...defined({ about }),
})

/** A 201 with JSON. */
export const created = (body: object): HttpResponse => ({ status: 201, body })

/** A 202 with JSON: the work continues after the response. */
export const accepted = (body: object): HttpResponse => ({ status: 202, body })

/** A 204, optionally with cookies. */
export const noContent = (cookies: readonly string[] = []): HttpResponse => ({ status: 204, cookies })

/**
 * A 302 to a location that the caller has checked. Never 307, which would repeat a POST (RFC 9700, section
 * 4.12).
 */
export const redirect = (
  location: string,
  cookies: readonly string[],
  about: HttpResponse['about'] = {},
): HttpResponse => ({
  status: 302,
  headers: { location },
  cookies,
  about,
})
