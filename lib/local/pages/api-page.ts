import { escapeHtml } from '../../html/escape-html.ts'
import { openapi } from '../../http/openapi/openapi.ts'
import { type LocalRequest, type LocalResponse, splitTarget } from '../gateway/exchange.ts'

type Document = ReturnType<typeof openapi>

/** JSON for people. Each name of a schema leads to that schema. */
const shown = (value: unknown): string =>
  `<pre tabindex="0">${escapeHtml(JSON.stringify(value, null, 2)).replaceAll(
    /#\/components\/schemas\/(\w+)/g,
    '<a href="#$1">$1</a>',
  )}</pre>`

const folded = (title: string, value: unknown): string =>
  value === undefined ? '' : `<details><summary>${title}</summary>${shown(value)}</details>`

type DescribedOperation = Document['paths'][string][string]

function operationPart(method: string, path: string, operation: DescribedOperation): string {
  const body = 'requestBody' in operation ? operation.requestBody : undefined
  return `<section id="${operation.operationId}"><h3><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h3>
<p>${escapeHtml(operation.summary)}${operation.security.length > 0 ? ' · access token' : ''}</p>
${folded('parameters', operation.parameters)}${folded('body', body)}${folded('responses', operation.responses)}</section>`
}

function tagPart({ paths }: Document, tag: Document['tags'][number]): string {
  const parts = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.some((name) => name === tag.name))
      .map(([method, operation]) => operationPart(method, path, operation)),
  )
  return `<h2>${escapeHtml(tag.name)}</h2><p>${escapeHtml(tag.description)}</p>${parts.join('')}`
}

const style = `html { background: light-dark(#ffffff, #14161c); color: light-dark(#20242e, #eceef4); }
a { color: light-dark(#2f4a8a, #9db4f0); }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
pre { overflow-x: auto; font-size: .85rem; } section { border-top: 1px solid #8884; } summary { cursor: pointer; }`

/** The description of the API as one page. */
function apiPage(document: Document): string {
  const { schemas, responses } = document.components
  const named = Object.entries(schemas).map(
    ([name, schema]) => `<section id="${name}"><h3>${name}</h3>${shown(schema)}</section>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>The API of ieum</title><style>${style}</style></head>
<body><main><h1>The API of ieum</h1><p>The same as <a href="/openapi.json">/openapi.json</a>, to read.</p>
${document.tags.map((tag) => tagPart(document, tag)).join('')}
<h2>Problems</h2>${shown(responses.Problem)}<h2>Schemas</h2>${named.join('')}</main></body></html>`
}

/** Serves the page at `/docs`. Gives undefined for any other request. */
export function apiPages(origin: string) {
  return (request: LocalRequest): LocalResponse | undefined => {
    if (request.method !== 'GET' || splitTarget(request.target).path !== '/docs') return undefined
    const headers = [
      ['content-type', 'text/html; charset=utf-8'],
      ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'"],
    ] as const
    return { status: 200, headers, body: apiPage(openapi(origin)) }
  }
}
