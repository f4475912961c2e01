/** What a door answers. */
export interface Reply {
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
export const ok = (body: object, about?: Reply['about']): Reply => ({
  status: 200,
  body,
  ...(about === undefined ? {} : { about }),
})

/** 201 with JSON. */
export const created = (body: object): Reply => ({ status: 201, body })

/** 202 with JSON: what was asked for is under way. */
export const accepted = (body: object): Reply => ({ status: 202, body })

/** 204. */
export const noContent = (cookies: readonly string[] = []): Reply => ({ status: 204, cookies })

/** 302 to a place that was checked before; never 307, which would repeat a POST (RFC 9700, section 4.12). */
export const redirect = (
  location: string,
  cookies: readonly string[],
  about: Reply['about'] = {},
): Reply => ({
  status: 302,
  headers: { location },
  cookies,
  about,
})
