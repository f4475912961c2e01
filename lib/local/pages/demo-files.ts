import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type LocalRequest, type LocalResponse, splitTarget } from '../gateway/exchange.ts'
import { clientScript } from './demo-client.ts'

const folder = new URL('../../demo/', import.meta.url)
const elementsStyle = new URL('../../../client/elements/elements.css', import.meta.url)

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The sources of a page's inline scripts, which is its import map alone (CSP level 3, hash sources). */
const inlineScripts = (page: string): string =>
  [...page.matchAll(/<script type="importmap">(.*?)<\/script>/gs)]
    .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    .join(' ')

/**
 * The pages' content security policy. A mail may bring its own styles and is shown in a frame without
 * scripts. A photo is shown from the browser (`blob:`) and uploaded straight to the object store.
 */
const policyOf = (page: string, uploadEndpoint = '') =>
  `default-src 'none'; script-src 'self' ${inlineScripts(page)}; connect-src 'self' ${uploadEndpoint}; ` +
  "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'"

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
    if (!isPage) return compressed(request, await demoFile(path))
    const host = headerOf(request, 'host')
    if (host !== new URL(origin).host) return redirect(`${origin}${path}${query === '' ? '' : `?${query}`}`)
    return compressed(request, await demoFile('/demo/index.html', uploadEndpoint))
  }
}

const headerOf = ({ headers }: LocalRequest, wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1]

/** Compresses a file for a browser that takes gzip, as the host of a real page does. */
function compressed(request: LocalRequest, file: LocalResponse | undefined): LocalResponse | undefined {
  if (file === undefined || !/\bgzip\b/.test(headerOf(request, 'accept-encoding') ?? '')) return file
  const headers = [['content-encoding', 'gzip'], ['vary', 'Accept-Encoding'], ...file.headers] as const
  return { ...file, headers, body: gzipSync(file.body) }
}

/**
 * One file of the demo, by its path. Only plain names pass, so no path leaves the folder. Undefined for an
 * unknown file.
 */
export async function demoFile(path: string, uploadEndpoint?: string): Promise<LocalResponse | undefined> {
  const name = /^\/demo\/((?:words\/)?[a-zA-Z0-9-]+\.(?:html|css|js|svg))$/.exec(path)?.[1]
  const body = name === undefined ? undefined : await contentOf(name)
  if (name === undefined || body === undefined) return undefined
  const page = extname(name) === '.html' ? body.toString() : ''
  return { status: 200, headers: headersFor(name, policyOf(page, uploadEndpoint)), body }
}

async function contentOf(name: string): Promise<Buffer | undefined> {
  if (name === 'elements.css') return readFile(elementsStyle)
  try {
    return await readFile(new URL(name, folder))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const script = extname(name) === '.js' ? await clientScript(name) : undefined
  return script === undefined ? undefined : Buffer.from(script)
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
