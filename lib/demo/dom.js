/**
 * Makes an element. Attributes that are `false`, `null` or `undefined` are left out, `true` is an empty one,
 * and a function is a listener (`onclick`). Children are elements or text; text is never read as HTML.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : value)
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  )
  return element
}

/** Whether somebody types in it right now: such a part of the page is not drawn anew. */
export const isBusyWith = (element) =>
  element.contains(document.activeElement) && element !== document.activeElement
