import type { Locale } from '../../domain/values/locale.ts'
import { type ProblemCode, problems } from '../../domain/values/problem.ts'
import { escapeHtml } from '../../html/escape-html.ts'
import { plainPage } from '../response/plain-page.ts'
import { problemGuides } from './guide.ts'

const words = {
  ko: { means: '뜻', remedy: '할 일', status: '상태 코드' },
  en: { means: 'What it means', remedy: 'What to do', status: 'Status' },
} as const

/** Text of the guide as HTML: what stands between backticks is code. */
const prose = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')

/** The page that the `type` of a problem leads to: what the problem means, and what a client does about it. */
export function problemGuidePage(code: ProblemCode, locale: Locale): string {
  const { status, title } = problems[code]
  const { means, remedy } = problemGuides[locale][code]
  const say = words[locale]
  return plainPage({
    locale,
    title: code,
    content: `<h1><code>${code.replaceAll('_', '_<wbr>')}</code></h1>
<p lang="en">${escapeHtml(title)} <small>· ${say.status} ${status}</small></p>
<h2>${say.means}</h2>
<p>${prose(means)}</p>
<h2>${say.remedy}</h2>
<p>${prose(remedy)}</p>`,
  })
}
