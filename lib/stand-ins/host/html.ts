/** A piece of HTML in which every value is escaped. */
export interface Html {
  readonly html: string
}

type Value = string | Html | readonly Html[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function toText(value: Value): string {
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => entities[character] ?? '')
  return 'html' in value ? value.html : value.map(({ html }) => html).join('')
}

/** Writes HTML. Inserted text is escaped; inserted `Html` is not. */
export const html = (literals: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: String.raw({ raw: literals }, ...values.map(toText)),
})
