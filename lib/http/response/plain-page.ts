import type { Locale } from '../../domain/values/locale.ts'
import { escapeHtml } from '../../html/escape-html.ts'

/** A page without scripts and without anything to load. `content` is HTML. */
export const plainPage = ({
  locale,
  title,
  content,
}: {
  readonly locale: Locale
  readonly title: string
  readonly content: string
}): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 15vh auto; padding: 0 1.5rem; word-break: keep-all; overflow-wrap: break-word; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1rem; margin-bottom: 0; }
h2 + p { margin-top: .25rem; }
small { opacity: .7; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`
