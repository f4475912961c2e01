import * as v from 'valibot'

const line = v.pipe(v.string(), v.parseJson(), v.looseObject({ level: v.string(), event: v.string() }))
const fact = v.union([v.string(), v.number(), v.boolean()])

/**
 * What an operator reads of a line that a function would log: `Warning: reactivation impossible (lacks address)`. Undefined
 * for one that says how the stage is set up, which no command repeats, and for any other text.
 */
export function saidNotice(text: string): string | undefined {
  const read = v.safeParse(line, text)
  if (!read.success || read.output.level === 'info') return undefined
  const { level: _, event, ...rest } = read.output
  const named = Object.entries(rest).flatMap(([name, value]) =>
    v.is(fact, value) ? [`${name} ${value}`] : [],
  )
  const what = `Warning: ${event.replaceAll('_', ' ')}`
  return named.length === 0 ? what : `${what} (${named.join(', ')})`
}
