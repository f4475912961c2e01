import type { OidcPersona } from '../../lib/stand-ins/oidc/persona.ts'

let people = 0

/** A person with a Google account that has a name and a mailbox at Google (`KEY@gmail.com`). */
export function atGoogle(key: string, more: Partial<OidcPersona> = {}): OidcPersona {
  people += 1
  return {
    key,
    id: `2${`${people}`.padStart(20, '0')}`,
    note: { ko: '시험', en: 'for a test' },
    name: `김${key}`,
    email: { address: `${key}@gmail.com`, verified: true },
    ...more,
  }
}
