import type { Locale } from '../../domain/values/locale.ts'
import { escapeHtml } from '../../html/escape-html.ts'
import { plainPage } from './plain-page.ts'

const heading = { ko: '계속할 수 없습니다', en: 'This did not work' } as const

/** What the page shows. */
interface ShownProblem {
  readonly title: string
  readonly text: string
  /** For the developer of the page that the browser came from. */
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[] | undefined
}

/** The faults that a developer can mend. A name that is no field of ours is left out: it would repeat the request. */
const faultList = (errors: ShownProblem['errors'] = []): string =>
  errors
    .filter(({ pointer }) => /^\/(clientId|redirectUri|codeChallenge|state)$/.test(pointer))
    .map(
      ({ pointer, detail }) => `<p><code>${escapeHtml(pointer.slice(1))}</code> ${escapeHtml(detail)}</p>\n`,
    )
    .join('')

/** A plain HTML page for a browser that cannot be redirected. Repeats nothing of the request but its id. */
export function problemPage(
  { title, text, errors }: ShownProblem,
  request: { id: string; locale: Locale },
): string {
  const { locale } = request
  return plainPage({
    locale,
    title: heading[locale],
    content: `<h1>${heading[locale]}</h1>
<p>${escapeHtml(text)}</p>
${faultList(errors)}<p><small>${locale === 'en' ? `${escapeHtml(title)} · ` : ''}${escapeHtml(request.id)}</small></p>`,
  })
}
