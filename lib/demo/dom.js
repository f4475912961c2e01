/**
 * Makes an element. Attributes that are `false`, `null` or `undefined` are left out, `true` gives an empty attribute,
 * and a function is a listener (`onclick`). Children are elements or text. Text never becomes HTML.
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

/** Whether the focus is inside an element. A redraw would take the focus away. */
export const isBusyWith = (element) =>
  element.contains(document.activeElement) && element !== document.activeElement
