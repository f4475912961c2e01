import { language } from '../words/language.js'
import { record, shorten } from './exchanges.js'

/**
 * Calls the API and records the exchange. Gives `{status, body, problem}`: `problem` is the body when it is one.
 * A server that does not answer is a problem too, so that callers have one way to fail.
 */
export async function call(method, path, { body, accessToken } = {}) {
  const at = new Date().toISOString()
  const answer = await ask(method, path, body, accessToken)
  if (path.startsWith('/_local/')) return answer
  record({
    at,
    method,
    path,
    status: answer.status,
    requestId: answer.requestId,
    outcome: answer.body?.outcome ?? answer.problem?.code,
    sent: shorten(body),
    received: shorten(answer.body),
  })
  return answer
}

async function ask(method, path, body, accessToken) {
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
    return { status: 0, problem: { code: 'no_answer' } }
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
