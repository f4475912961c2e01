import type { Attribute, TableItem } from '../../../lib/store/table/expressions.ts'
import { isMap, type Placeholders, pathOf, Reader, valueAt } from './expression.ts'

/** Changes an item in place, by the item as it was before. */
type Step = (after: TableItem, before: TableItem, given: Placeholders) => void

const givenValue = (name: string, { ExpressionAttributeValues: values = {} }: Placeholders): Attribute => {
  const value = values[name]
  if (value === undefined) throw new Error(`The expression has no value for ${name}`)
  return value
}

/** Sets, or with undefined removes, the attribute at a path. A path into a missing map is an error of its own. */
function place(item: TableItem, path: readonly string[], value: Attribute | undefined): void {
  const [name = '', ...inner] = path
  if (inner.length === 0) {
    if (value === undefined) delete item[name]
    else item[name] = value
    return
  }
  const map = item[name]
  if (!isMap(map)) throw new Error(`The path ${path.join('.')} leads into nothing`)
  const copy: TableItem = { ...map }
  place(copy, inner, value)
  item[name] = copy
}

function readSet(reader: Reader): Step {
  const path = reader.next()
  reader.next('=')
  if (!reader.follows('if_not_exists')) {
    const name = reader.next()
    return (after, _, given) => place(after, pathOf(path, given), givenValue(name, given))
  }
  reader.next('(')
  const known = reader.next()
  reader.next(',')
  const name = reader.next()
  reader.next(')')
  const added = reader.follows('+') ? reader.next() : undefined
  return (after, before, given) => {
    const value = valueAt(before, pathOf(known, given)) ?? givenValue(name, given)
    place(after, pathOf(path, given), added === undefined ? value : sum(value, givenValue(added, given)))
  }
}

function readRemove(reader: Reader): Step {
  const path = reader.next()
  return (after, _, given) => place(after, pathOf(path, given), undefined)
}

function sum(held: Attribute | undefined, more: Attribute): Attribute {
  if (more instanceof Set) return new Set([...(held instanceof Set ? held : []), ...more])
  if (typeof more !== 'number') throw new Error('ADD takes a number or a set')
  return (typeof held === 'number' ? held : 0) + more
}

function readAdd(reader: Reader): Step {
  const path = reader.next()
  const name = reader.next()
  return (after, before, given) => {
    const names = pathOf(path, given)
    place(after, names, sum(valueAt(before, names), givenValue(name, given)))
  }
}

function readDelete(reader: Reader): Step {
  const path = reader.next()
  const name = reader.next()
  return (after, before, given) => {
    const names = pathOf(path, given)
    const held = valueAt(before, names)
    const less = givenValue(name, given)
    if (!(held instanceof Set) || !(less instanceof Set)) return
    const rest = new Set([...held].filter((one) => !less.has(one)))
    place(after, names, rest.size > 0 ? rest : undefined)
  }
}

const clauses: Readonly<Record<string, (reader: Reader) => Step>> = {
  SET: readSet,
  REMOVE: readRemove,
  ADD: readAdd,
  DELETE: readDelete,
}

function readSteps(text: string): readonly Step[] {
  const reader = new Reader(text)
  const steps: Step[] = []
  while (!reader.isDone) {
    const verb = reader.next()
    const read = clauses[verb]
    if (read === undefined) throw new Error(`The clause ${verb} is unknown`)
    do steps.push(read(reader))
    while (reader.follows(','))
  }
  return steps
}

const compiled = new Map<string, readonly Step[]>()

/** The item after an update. Takes the expression and the item before, which stays as it is. */
export function updatedItem(text: string, before: TableItem, given: Placeholders): TableItem {
  const steps = compiled.get(text) ?? readSteps(text)
  compiled.set(text, steps)
  const after = { ...before }
  for (const step of steps) step(after, before, given)
  return after
}
