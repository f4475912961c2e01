import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { type LocalRequest, type LocalResponse, splitTarget } from './gateway/exchange.ts'

const folder = new URL('../demo/', import.meta.url)

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/**
 * The pages' content security policy. A mail may bring its own styles and is shown in a frame without
 * scripts. A photo is shown from the browser (`blob:`) and uploaded straight to the object store.
 */
const policyOf = (uploadEndpoint = '') =>
  `default-src 'none'; script-src 'self'; connect-src 'self' ${uploadEndpoint}; style-src 'self' 'unsafe-inline'; ` +
  "img-src 'self' data: blob:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Serves the demo page at `/` and `/demo/`, and its files below. A page requested under another host name
 * redirects to the origin, where its cookies are. Gives undefined for any other path.
 */
export function demoFiles(origin: string, uploadEndpoint: string) {
  return async (request: LocalRequest): Promise<LocalResponse | undefined> => {
    const { path, query } = splitTarget(request.target)
    if (request.method !== 'GET') return undefined
    if (path === '/demo') return redirect('/demo/')
    const isPage = path === '/' || path === '/demo/'
    if (!isPage) return demoFile(path)
    const host = request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
    if (host !== new URL(origin).host) return redirect(`${origin}${path}${query === '' ? '' : `?${query}`}`)
    return demoFile('/demo/index.html', uploadEndpoint)
  }
}

/**
 * One file of the demo, by its path. Only plain names pass, so no path leaves the folder. Undefined for an
 * unknown file.
 */
export async function demoFile(path: string, uploadEndpoint?: string): Promise<LocalResponse | undefined> {
  const name = /^\/demo\/((?:(?:api|paths|views|words)\/)?[a-z-]+\.(?:html|css|js|svg))$/.exec(path)?.[1]
  if (name === undefined) return undefined
  try {
    const body = await readFile(new URL(name, folder))
    return { status: 200, headers: headersFor(name, policyOf(uploadEndpoint)), body }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const headersFor = (name: string, policy: string): LocalResponse['headers'] => [
  ['content-type', types[extname(name)] ?? 'application/octet-stream'],
  ['cache-control', 'no-cache'],
  ['content-security-policy', policy],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
]

const redirect = (location: string): LocalResponse => ({
  status: 302,
  headers: [['location', location]],
  body: '',
})
