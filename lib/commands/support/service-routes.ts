import type { StatusChange } from '../../domain/member/status-change.ts'
import { defined } from '../../domain/values/defined.ts'
import { isMemberId } from '../../domain/values/ids.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { type Search, searchesFor } from '../../operators/designation.ts'
import type { SpokenTexts } from '../../operators/importing/report/texts.ts'

/** The changes that operators make, by the last part of their path. */
export type OperatorAction = StatusChange | 'close' | 'sign-out' | 'unlink' | 'remove-passkey'

/** The service routes, called over the network or in this process. Each throws an `Error` for the operator. */
export interface ServiceRoutes {
  search(search: Search): Promise<readonly { readonly id: string }[]>
  show(id: string): Promise<unknown>
  history(id: string, before?: string): Promise<unknown>
  act(id: string, action: OperatorAction, body: object): Promise<unknown>
}

/** All members behind a designation, masked. Several members may share a contact. */
export async function searchAll(
  routes: ServiceRoutes,
  designation: string,
): Promise<readonly { readonly id: string }[]> {
  const found = await Promise.all(searchesFor(designation).map((search) => routes.search(search)))
  return [...new Map(found.flat().map((member) => [member.id, member])).values()]
}

const words = {
  en: {
    unknown: (designation: string) => `Unknown member: ${designation}`,
    several: (ids: string) => `Several members match. Choose one by its id: ${ids}`,
  },
  ko: {
    unknown: (designation: string) => `그런 회원이 없습니다: ${designation}`,
    several: (ids: string) => `여러 회원이 해당합니다. id로 한 명을 고르세요: ${ids}`,
  },
} as const satisfies SpokenTexts

/** The id of the one member behind a designation. Throws an `Error` for the operator when there is none, or several. */
export async function oneMember(
  routes: ServiceRoutes,
  designation: string,
  locale: Locale = 'en',
): Promise<string> {
  if (isMemberId(designation)) return designation
  const found = await searchAll(routes, designation)
  const [only, another] = found
  if (only === undefined) throw new Error(words[locale].unknown(designation))
  if (another === undefined) return only.id
  throw new Error(words[locale].several(found.map((member) => member.id).join(', ')))
}

/** The body of an unlinking, from `provider` or `provider:subject`. */
export function unlinkingOf(named: string, force: boolean) {
  const [, provider = named, subject] = /^([a-z]+):(.+)$/.exec(named) ?? []
  return { provider, force, ...defined({ subject }) }
}
