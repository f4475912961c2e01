import type { Locale } from '../../domain/values/locale.ts'

const heading = { ko: '계속할 수 없습니다', en: 'This did not work' } as const

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

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
    .map(({ pointer, detail }) => `<p><code>${escaped(pointer.slice(1))}</code> ${escaped(detail)}</p>\n`)
    .join('')

/** A plain HTML page for a browser that cannot be redirected. Repeats nothing of the request but its id. */
export function problemPage(
  { title, text, errors }: ShownProblem,
  request: { id: string; locale: Locale },
): string {
  const { locale } = request
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading[locale]}</title>
<style>
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; word-break: keep-all; }
h1 { font-size: 1.4rem; }
small { opacity: .6; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>${heading[locale]}</h1>
<p>${escaped(text)}</p>
${faultList(errors)}<p><small>${escaped(title)} · ${escaped(request.id)}</small></p>
</main>
</body>
</html>
`
}
