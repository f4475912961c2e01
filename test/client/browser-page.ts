import { createClient, type Ieum, memoryStorage } from '../../client/src/index.ts'
import { cookieJar } from '../support/cookie-jar.ts'
import type { TestStack } from '../support/test-stack.ts'

/** A page of the client `spa`: a browser with its cookies, without a screen. */
export interface ClientPage {
  readonly ieum: Ieum
  /** Requests to `/token` so far. */
  renewals(): number
  /** The next response of this door is lost. */
  loseNext(path: string): void
  /** Follows the visit that the page left for, as a person at Kakao. Gives the address that the page opens at. */
  comeBackAs(persona: string): Promise<string>
  /** The same page after a reload: only the storage of the tab stays. */
  reload(): Ieum
  /** The same page in another tab of the browser: only its cookies are shared. */
  newTab(): Ieum
  /** The address that the page left for. Empty while it is there. */
  left(): string
}

const pageUrl = 'http://localhost:5173/'

/** Opens the page. */
export function openPage(stack: TestStack): ClientPage {
  const cookies = cookieJar()
  const storage = memoryStorage()
  let [left, renewed, lost] = ['', 0, '']
  const send = async (input: URL | Request | string, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input)
    const headers = new Headers(init?.headers)
    headers.set('origin', 'http://localhost:5173')
    const cookie = cookies.header()
    if (cookie !== undefined) headers.set('cookie', cookie)
    if (url.pathname === '/token') renewed += 1
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    cookies.take(response)
    if (url.pathname === lost) {
      lost = ''
      throw new TypeError('the network failed')
    }
    return response
  }
  const go = (url: string): void => {
    left = url
  }
  const make = (own = storage): Ieum =>
    createClient({
      origin: stack.origin,
      clientId: 'spa',
      storage: own,
      fetch: send,
      language: 'en',
      page: { href: () => pageUrl, go, clean: () => {} },
    })
  const locationOf = async (url: string): Promise<string> => (await send(url)).headers.get('location') ?? ''
  return {
    ieum: make(),
    renewals: () => renewed,
    loseNext(path) {
      lost = path
    },
    reload: make,
    newTab: () => make(memoryStorage()),
    left: () => left,
    async comeBackAs(persona) {
      const atProvider = left.startsWith(stack.origin) ? await locationOf(left) : left
      return locationOf(stack.kakao.authorize(atProvider, persona))
    },
  }
}
