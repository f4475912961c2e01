/** Where the client keeps a visit and, in an app, the refresh token. An app passes the device's secure storage. */
export interface Storage {
  get(key: string): string | null | undefined | Promise<string | null | undefined>
  set(key: string, value: string): void | Promise<void>
  remove(key: string): void | Promise<void>
}

/** The page, or the app's system browser. */
export interface Page {
  /** The address of the page, when it was opened. */
  href(): string | undefined
  /** Leaves for another address. Its promise ends where this code goes on, as in an app: a page that left never sees it. */
  go(url: string): void | Promise<void>
  /** Takes ticket and state out of the address bar. */
  clean(url: string): void
}

/** Runs one task at a time, across all tabs where the browser can. */
export type Lock = <Result>(name: string, task: () => Promise<Result>) => Promise<Result>

declare const location: { readonly href: string; assign(url: string): void } | undefined
declare const history: { replaceState(data: unknown, unused: string, url: string): void } | undefined

/** The page of a browser. Elsewhere nothing is open, and going somewhere is an error. */
export const browserPage: Page = {
  href: () => (typeof location === 'undefined' ? undefined : location.href),
  go(url) {
    if (typeof location === 'undefined') throw new Error('pass `page`, which opens the system browser')
    location.assign(url)
    // The script runs on for a moment. Whoever waits for the visit must not go on before it.
    return new Promise(() => {})
  },
  clean(url) {
    if (typeof history !== 'undefined') history.replaceState(null, '', url)
  },
}

/** A storage that ends with the process. */
export function memoryStorage(): Storage {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  }
}

/** The storage of this tab. It outlives a reload, and no other tab sees it. */
export const tabStorage = (): Storage =>
  typeof location === 'undefined'
    ? memoryStorage()
    : {
        get: (key) => sessionStorage.getItem(key),
        set: (key, value) => sessionStorage.setItem(key, value),
        remove: (key) => sessionStorage.removeItem(key),
      }

/** Web Locks (W3C) where there are any; else one task after the other here. */
export function defaultLock(): Lock {
  let last: Promise<unknown> = Promise.resolve()
  return async (name, task) => {
    if (typeof navigator !== 'undefined' && 'locks' in navigator) {
      return navigator.locks.request(name, task)
    }
    const next = last.then(task, task)
    last = next.catch(() => undefined)
    return next
  }
}
