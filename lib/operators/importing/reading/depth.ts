/** The most levels of a value in JSON. A row of DynamoDB has at most 32, and members have some of their own. */
const maxLevels = 20

const partsOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : []

/** Whether a value has more levels of lists and objects than a member may have. Takes any depth, since it does not recur. */
export function isTooDeep(value: unknown): boolean {
  let level = partsOf(value)
  for (let levels = 1; level.length > 0; levels += 1) {
    if (levels > maxLevels) return true
    level = level.flatMap(partsOf)
  }
  return false
}
