import * as v from 'valibot'

/** A fault between several values: the place and what is allowed there. */
export interface RuleFault {
  readonly at: readonly (string | number)[]
  readonly allowed: string
}

/** A rule for a value of valid form. Each fault points below the value itself. */
export const rule = <Value>(faultsOf: (value: NoInfer<Value>) => readonly RuleFault[]) =>
  v.rawCheck<Value>(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const { at, allowed } of faultsOf(dataset.value)) {
      const [first, ...rest] = stepsTo(dataset.value, at)
      if (first === undefined) throw new Error('a rule points at one of the values that it compares')
      addIssue({ message: allowed, input: rest.at(-1)?.value ?? first.value, path: [first, ...rest] })
    }
  })

/** A path in the form of valibot's issues. */
function stepsTo(value: unknown, [key, ...rest]: RuleFault['at']): readonly v.IssuePathItem[] {
  if (key === undefined) return []
  const next: unknown = Object(value)[key]
  const step = { type: 'unknown', origin: 'value', input: value, key, value: next } as const
  return [step, ...stepsTo(next, rest)]
}
