/** What an element may hold. Text never becomes HTML. */
export type Child = Node | string | null | undefined | false | readonly Child[]

type Value = string | number | boolean | null | undefined | ((event: Event) => void)

/** Appends what there is. */
export const append = (element: Element, child: Child): void => {
  if (child === null || child === undefined || child === false) return
  if (typeof child === 'string' || child instanceof Node) element.append(child)
  else for (const each of child) append(element, each)
}

/**
 * Makes an element. An attribute that is `false`, `null` or `undefined` is left out, `true` is an empty one, and a
 * function listens (`onclick`).
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  append(element, children)
  return element
}

/** The input, list or box of a form with this id. Undefined when the form has none. */
export function fieldIn(form: ParentNode, id: string): HTMLInputElement | HTMLSelectElement | undefined {
  const field = form.querySelector(`#${CSS.escape(id)}`)
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : undefined
}

/** The text of a field, without white space around it. Undefined when the form has no such field, or an empty one. */
export function typedIn(form: ParentNode, id: string): string | undefined {
  const text = fieldIn(form, id)?.value.trim()
  return text === '' ? undefined : text
}

/** Whether a box is checked. */
export const isChecked = (form: ParentNode, id: string): boolean => {
  const field = fieldIn(form, id)
  return field instanceof HTMLInputElement && field.checked
}
