import { escapeHtml } from '../../html/escape-html.ts'

/** A piece of HTML in which every value is escaped. */
export interface Html {
  readonly html: string
}

type Value = string | Html | readonly Html[]

function toText(value: Value): string {
  if (typeof value === 'string') return escapeHtml(value)
  return 'html' in value ? value.html : value.map(({ html }) => html).join('')
}

/** Writes HTML. Inserted text is escaped; inserted `Html` is not. */
export const html = (literals: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: String.raw({ raw: literals }, ...values.map(toText)),
})
