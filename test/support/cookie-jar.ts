interface Cookie {
  readonly value: string
  readonly line: string
}

/** The cookies of a browser for one origin. */
export interface CookieJar {
  /** The `Cookie` header of a request, or `undefined` without cookies. */
  header(from?: 'own_site' | 'posted_by_another_site'): string | undefined
  /** Takes the `Set-Cookie` headers of a response. */
  take(response: Response): void
  /** The `Set-Cookie` lines of the cookies in the jar. */
  lines(): readonly string[]
  has(name: string | RegExp): boolean
  /** Forgets a cookie, as another browser would lack it. */
  drop(name: string | RegExp): void
  /** All cookies in the jar, by name. */
  all(): Readonly<Record<string, string>>
}

/**
 * A jar for one origin. It is as strict as a browser about the `__Host-` prefix (RFC 6265bis, section 4.1.3.2): such
 * a cookie without `Secure` and `Path=/`, or with `Domain`, is a fault of ours.
 */
export function cookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>()
  const matching = (name: string | RegExp) =>
    [...cookies.keys()].filter((held) => (typeof name === 'string' ? held === name : name.test(held)))
  return {
    header(from) {
      const sent = [...cookies].filter(
        ([, { line }]) => from !== 'posted_by_another_site' || /;\s*SameSite=None/i.test(line),
      )
      const pairs = sent.map(([name, { value }]) => `${name}=${value}`)
      return pairs.length === 0 ? undefined : pairs.join('; ')
    },
    take(response) {
      for (const line of response.headers.getSetCookie()) keep(cookies, line)
    },
    lines: () => [...cookies.values()].map(({ line }) => line),
    has: (name) => matching(name).length > 0,
    drop: (name) => {
      for (const held of matching(name)) cookies.delete(held)
    },
    all: () => Object.fromEntries([...cookies].map(([name, { value }]) => [name, value])),
  }
}

function keep(cookies: Map<string, Cookie>, line: string): void {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim())
  const attributes = new Set(rest.map((part) => part.toLowerCase()))
  const name = pair.slice(0, pair.indexOf('='))
  const hasDomain = [...attributes].some((attribute) => attribute.startsWith('domain='))
  if (name.startsWith('__Host-') && (!attributes.has('secure') || !attributes.has('path=/') || hasDomain)) {
    throw new Error(`a browser refuses the cookie ${name}`)
  }
  const isOver = attributes.has('max-age=0')
  if (isOver) cookies.delete(name)
  else cookies.set(name, { value: pair.slice(pair.indexOf('=') + 1), line })
}
