import type { Locale } from '../domain/values/locale.ts'
import { escapeHtml } from '../html/escape-html.ts'
import type { Letter } from './letter.ts'

/** The sender of a mail, and the language of the reader. */
export interface MailSender {
  readonly locale: Locale
  /** The name of the service: a mail names no address of its own. */
  readonly name: string
  /** The address where members reach the service; null when a mail names none. */
  readonly supportAddress: string | null
}

function signature({ locale, name, supportAddress }: MailSender): string {
  const contact =
    supportAddress === null ? '' : ` ${locale === 'ko' ? '문의' : 'Questions'}: ${supportAddress}`
  return `${locale === 'ko' ? `${name}에서 보내 드린 메일입니다.` : `Sent by ${name}.`}${contact}`
}

/** Gives a letter as plain text, for mail programs without HTML. */
export function toText(letter: Letter, sender: MailSender): string {
  const { heading, paragraphs, code, link, note } = letter
  const parts = [
    heading,
    ...paragraphs,
    ...(code === undefined ? [] : [code]),
    ...(link === undefined ? [] : [link.url]),
    note,
    `-- \n${signature(sender)}`,
  ]
  return `${parts.join('\n\n')}\n`
}

const body = "font:16px/1.6 -apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif"
const number = 'font:700 32px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.2em'

const button =
  'display:inline-block;padding:12px 20px;border:1px solid #767676;border-radius:8px;background:#1a1a1a;color:#fff;text-decoration:none'

/** A link as a button. Only the plain text shows the address of the link. */
const linkHtml = ({ text, url }: NonNullable<Letter['link']>): string =>
  `<p style="margin:20px 0"><a href="${escapeHtml(url)}" style="${button}">${escapeHtml(text)}</a></p>\n`

/**
 * Gives a letter as an HTML page. The page has no images, no scripts and at most one link, so every mail program shows
 * the same page, light or dark.
 */
export function toHtml(letter: Letter, sender: MailSender): string {
  const { subject, heading, paragraphs, code, link, note } = letter
  const lines = paragraphs.map((text) => `<p style="margin:0 0 12px">${escapeHtml(text)}</p>`)
  const shown = code === undefined ? '' : `<p style="margin:20px 0;${number}">${escapeHtml(code)}</p>\n`
  return `<!doctype html>
<html lang="${sender.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:32px 20px;${body}">
<div style="max-width:480px;margin:0 auto;word-break:keep-all;overflow-wrap:anywhere">
<h1 style="margin:0 0 16px;font-size:20px">${escapeHtml(heading)}</h1>
${lines.join('\n')}
${shown}${link === undefined ? '' : linkHtml(link)}<p style="margin:24px 0 0;font-size:14px;opacity:.75">${escapeHtml(note)}</p>
<p style="margin:8px 0 0;font-size:14px;opacity:.75">${escapeHtml(signature(sender))}</p>
</div>
</body>
</html>
`
}
