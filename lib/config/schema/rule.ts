import * as v from 'valibot'

/** What is wrong between several values: where, and what is allowed there. */
export interface RuleFault {
  readonly at: readonly (string | number)[]
  readonly allowed: string
}

/** A rule that a value of the right form may still break; each fault points below the value itself. */
export const rule = <Value>(faultsOf: (value: NoInfer<Value>) => readonly RuleFault[]) =>
  v.rawCheck<Value>(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const { at, allowed } of faultsOf(dataset.value)) {
      const [first, ...rest] = stepsTo(dataset.value, at)
      if (first === undefined) throw new Error('a rule points at one of the values that it compares')
      addIssue({ message: allowed, input: rest.at(-1)?.value ?? first.value, path: [first, ...rest] })
    }
  })

/** The path in the form that issues have. */
function stepsTo(value: unknown, [key, ...rest]: RuleFault['at']): readonly v.IssuePathItem[] {
  if (key === undefined) return []
  const next: unknown = Object(value)[key]
  const step = { type: 'unknown', origin: 'value', input: value, key, value: next } as const
  return [step, ...stepsTo(next, rest)]
}
