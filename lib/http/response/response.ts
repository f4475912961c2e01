/** What a door answers. */
export interface HttpResponse {
  readonly status: number
  readonly body?: unknown
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
  /** For the log and the metrics, not for the client. */
  readonly about?: {
    readonly outcome?: string
    readonly row?: number | undefined
    readonly provider?: string
  }
}

/** 200 with JSON. */
export const ok = (body: object, about?: HttpResponse['about']): HttpResponse => ({
  status: 200,
  body,
  ...(about === undefined ? {} : { about }),
})

/** 201 with JSON. */
export const created = (body: object): HttpResponse => ({ status: 201, body })

/** 202 with JSON: what was asked for is under way. */
export const accepted = (body: object): HttpResponse => ({ status: 202, body })

/** 204. */
export const noContent = (cookies: readonly string[] = []): HttpResponse => ({ status: 204, cookies })

/** 302 to a place that was checked before; never 307, which would repeat a POST (RFC 9700, section 4.12). */
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
