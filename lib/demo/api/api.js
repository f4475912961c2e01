import { language } from '../words/language.js'
import { record, shorten } from './exchanges.js'

/**
 * Calls the API and records the exchange. Gives `{status, body, problem}`: `problem` is the body of a failed request.
 * A server that does not respond is a problem too, so callers handle only one kind of failure.
 */
export async function call(method, path, { body, accessToken } = {}) {
  const at = new Date().toISOString()
  const response = await send(method, path, body, accessToken)
  if (path.startsWith('/_local/')) return response
  record({
    at,
    method,
    path,
    status: response.status,
    requestId: response.requestId,
    outcome: response.body?.outcome ?? response.problem?.code,
    sent: shorten(body),
    received: shorten(response.body),
  })
  return response
}

async function send(method, path, body, accessToken) {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': language(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return read(response)
  } catch {
    return { status: 0, problem: { code: 'no_response' } }
  }
}

async function read(response) {
  const text = await response.text()
  const body = text === '' ? undefined : JSON.parse(text)
  const requestId = response.headers.get('x-request-id') ?? undefined
  return {
    status: response.status,
    body,
    requestId,
    problem: response.ok ? undefined : { code: 'unexpected', ...body },
  }
}
