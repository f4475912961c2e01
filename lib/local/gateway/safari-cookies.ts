import type { Header, LocalRequest, LocalResponse } from './exchange.ts'

/*
 * Safari takes no `Secure` cookie from http://localhost, and so none with the prefix `__Host-`
 * (https://bugs.webkit.org/show_bug.cgi?id=281149); other browsers do. All cookies of ieum are such. For Safari, the
 * laptop's gateway passes them on under another name and without `Secure`, as the far side of a TLS proxy would see them.
 */

const strict = '__Host-'
const plain = 'on-this-laptop-'

/** Whether a request comes from Safari. Chrome names WebKit and Safari as well. */
export function isFromSafari({ headers }: LocalRequest): boolean {
  const agent = headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? ''
  return agent.includes('AppleWebKit/') && !/Chrom(e|ium)\//.test(agent)
}

/** The request of a Safari, with its cookies under the names that the functions know. */
export function withStrictCookies(request: LocalRequest): LocalRequest {
  const renamed = ([name, value]: Header): Header =>
    name.toLowerCase() === 'cookie'
      ? [name, value.replaceAll(new RegExp(`(^|; ?)${plain}`, 'g'), `$1${strict}`)]
      : [name, value]
  return { ...request, headers: request.headers.map(renamed) }
}

/**
 * The response to a Safari, with cookies that it takes. Without `Secure` there is no `SameSite=None`; Safari treats a
 * cookie without `SameSite` like that.
 */
export function withPlainCookies(response: LocalResponse): LocalResponse {
  const loosened = ([name, value]: Header): Header =>
    name.toLowerCase() === 'set-cookie' && value.startsWith(strict)
      ? [name, plain + value.slice(strict.length).replaceAll(/; (Secure|SameSite=None)(?=;|$)/g, '')]
      : [name, value]
  return { ...response, headers: response.headers.map(loosened) }
}
