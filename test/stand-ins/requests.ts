import { clients, redirectUri } from '../providers/kakao/world.ts'

export type Form = Readonly<Record<string, string>>

/** The address where a proper client sends a browser, with some changed parameters. */
export function authorizeUrl(origin: string, changes: Form = {}): string {
  const query = new URLSearchParams({
    client_id: clients.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    state: 'the-state',
    ...changes,
  })
  return `${origin}/oauth/authorize?${query}`
}

/** Posts a form without following redirects. */
export const post = (url: string, form: Form, headers: Form = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' })
