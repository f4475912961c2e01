import type { Write } from '../../lib/store/table/expressions.ts'
import { changesOf, type Expressions, type Known, mayHold, present, updated } from './expression.ts'

/** From one state to another. `[*]` stands for an absent row. */
export type Arrow = readonly [from: string, to: string]

/** A row with states, and its state diagram. */
export interface Machine {
  readonly page: string
  readonly heading: string
  readonly isRow: (key: { readonly PK: string; readonly SK: string }) => boolean
  /** The known attributes of the row in each state. A state of several rows has several entries. */
  readonly states: Readonly<Record<string, Known | readonly Known[]>>
  readonly stateOf: (item: Known) => string
  /** A change of one of these attributes is an arrow even when the state stays. */
  readonly shown?: readonly string[]
  /** The arrows of a write to another row. */
  readonly elsewhere?: (write: Write) => readonly Arrow[]
  /** The states in which the row's TTL passes. */
  readonly runsOut?: readonly string[]
}

const keyOf = (write: Write): { readonly PK: string; readonly SK: string } => {
  const key = 'Put' in write ? write.Put.Item : 'Update' in write ? write.Update.Key : undefined
  return key ?? ('Delete' in write ? write.Delete.Key : { PK: '', SK: '' })
}

/** The row after a successful write. Undefined when the row is deleted. */
function after(write: Write, item: Known | undefined): Known | undefined {
  if ('Put' in write) return write.Put.Item
  return 'Update' in write ? updated(write.Update, item ?? write.Update.Key) : undefined
}

const partsOf = (write: Write): Expressions => Object.values(write)[0] ?? {}

const isList = (known: Known | readonly Known[]): known is readonly Known[] => Array.isArray(known)
const examplesOf = (machine: Machine, state: string): readonly Known[] => {
  const known = machine.states[state] ?? []
  return (isList(known) ? known : [known]).map((example) => ({ PK: present, SK: present, ...example }))
}

/** Whether an item may be one of these: each attribute that both know has the same value. */
const fits = (item: Known, examples: readonly Known[]): boolean =>
  examples.some((example) =>
    Object.entries(example).every(
      ([name, value]) =>
        !(name in item) || (value === present ? item[name] !== undefined : item[name] === value),
    ),
  )

/** The state after a write. Throws when the row differs from the rows of this state. */
function leftState(machine: Machine, item: Known | undefined, isNew: boolean): string {
  if (item === undefined) return '[*]'
  const state = machine.stateOf(item)
  // Every attribute of a new row is known: an attribute that the write does not set is absent.
  const absent = Object.fromEntries(
    examplesOf(machine, state).flatMap((example) => Object.keys(example).map((name) => [name, undefined])),
  )
  if (fits(isNew ? { ...absent, ...item } : item, examplesOf(machine, state))) return state
  throw new Error(`A write leaves a row that no ${state} is like: ${JSON.stringify(item)}`)
}

function arrowsFrom(machine: Machine, write: Write, from: string, item: Known | undefined): readonly Arrow[] {
  if (!mayHold(partsOf(write), item)) return []
  const to = leftState(machine, after(write, item), item === undefined || 'Put' in write)
  const { set } = changesOf(partsOf(write))
  const isShown = machine.shown?.some((attribute) => set.has(attribute)) ?? false
  return from !== to || (isShown && from !== '[*]') ? [[from, to]] : []
}

/** Takes a machine and a write. Gives the possible arrows of the write. */
export function arrowsOf(machine: Machine, write: Write): readonly Arrow[] {
  if ('ConditionCheck' in write) return []
  const others = machine.elsewhere?.(write) ?? []
  if (!machine.isRow(keyOf(write))) return others
  const inTime = 'Put' in write && 'ttl' in write.Put.Item ? (machine.runsOut ?? []) : []
  return [
    ...others,
    ...inTime.map((state): Arrow => [state, '[*]']),
    ...arrowsFrom(machine, write, '[*]', undefined),
    ...Object.keys(machine.states).flatMap((state) =>
      examplesOf(machine, state).flatMap((item) => arrowsFrom(machine, write, state, item)),
    ),
  ]
}

/** Takes the text of a page and a heading. Gives the arrows of the state diagram below the heading. */
export function arrowsBelow(text: string, heading: string): readonly Arrow[] {
  const [, below = ''] = text.split(`\n## ${heading}\n`)
  const [, diagram = ''] = below.match(/```mermaid\nstateDiagram-v2\n([\s\S]*?)```/) ?? []
  return [...diagram.matchAll(/^ *(\S+) --> (\S+)(?: : .+)?$/gm)].map(([, from = '', to = '']) => [from, to])
}
