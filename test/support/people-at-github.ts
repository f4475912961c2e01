import type { GithubPersona } from '../../lib/stand-ins/github/persona.ts'

let people = 0n

/** A person with a GitHub account that has a name and a verified primary address (`KEY@example.com`). */
export function atGithub(key: string, more: Partial<GithubPersona> = {}): GithubPersona {
  people += 1n
  return {
    key,
    id: 9_100_000_000_000_000_000n + people,
    note: { ko: '시험', en: 'for a test' },
    login: key,
    name: `김${key}`,
    emails: [{ email: `${key}@example.com`, primary: true, verified: true }],
    ...more,
  }
}
