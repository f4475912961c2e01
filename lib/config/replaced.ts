/** A copy of JSON with another value at a path. Missing objects on the path are created. */
export function replaced(value: unknown, [key, ...rest]: readonly PropertyKey[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value) && typeof key === 'number') {
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : item))
  }
  const before = Object(value)
  return { ...before, [key]: replaced(before[key], rest, by) }
}
