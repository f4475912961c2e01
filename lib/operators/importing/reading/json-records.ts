import type { Target } from './columns/column-target.ts'
import { type ColumnOptions, lackingPair, overlap, setField, targetOf } from './columns/columns.ts'
import { isTooDeep } from './depth.ts'
import type { FieldName } from './fields.ts'
import { checkIsLines, parseJsonLine, readLines, unwrapped } from './json-lines.ts'
import type { Fault, FileRecord, ReadFields, Unreadable } from './record.ts'
import type { TextChunk } from './text-chunks.ts'
import { UnfinishedFile } from './unusable-file.ts'

/** Where the values of an object go, by the order of its names, or why it cannot be read. */
type Plan = readonly Target[] | Unreadable

/** Objects of a file have few shapes. More than these are planned one by one. */
const maxPlans = 1000

function planOf(names: readonly string[], reading: ColumnOptions): Plan {
  const targets: Target[] = []
  for (const name of names) {
    const target = targetOf(name, reading)
    if (target === undefined)
      return { kind: 'unreadable', fault: { pointer: `/${name}`, detail: 'is not a known field' } }
    targets.push(target)
  }
  const twice = overlap(targets)
  if (twice === undefined) return targets
  return { kind: 'unreadable', fault: { pointer: `/${twice.target}`, detail: 'must not occur twice' } }
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Reads the objects of a file, whose names it remembers. */
function objectReader(reading: ColumnOptions) {
  const plans = new Map<string, Plan>()
  const seen = new Set<string>()

  function plan(written: readonly string[]): Plan {
    const shape = JSON.stringify(written)
    const known = plans.get(shape)
    if (known !== undefined) return known
    const names = written.map((name) => name.normalize('NFC').trim())
    for (const name of names) if (reading.map.has(name)) seen.add(name)
    const made = planOf(names, reading)
    if (plans.size < maxPlans) plans.set(shape, made)
    return made
  }

  function read(text: string): ReadFields | Unreadable {
    const parsed = parseJsonLine(text)
    if (typeof parsed === 'string') return { kind: 'unreadable', fault: { pointer: '', detail: parsed } }
    const names = Object.keys(parsed)
    const targets = plan(names)
    if ('kind' in targets) return targets
    const fields: { [name in FieldName]?: unknown } = {}
    const faults: Fault[] = []
    for (const [index, target] of targets.entries()) {
      const name = names[index] ?? ''
      const value = unwrapped(parsed[name])
      if (isTooDeep(value) && target !== '-')
        faults.push({ pointer: `/${name}`, detail: 'is nested too deeply' })
      else if (!isAbsent(value)) setField(fields, target, value)
    }
    return { kind: 'fields', fields, faults }
  }
  return { read, seen }
}

/**
 * Reads JSON Lines: one object per line. Throws `UnusableFile` for JSON that is no JSON Lines, and `UnfinishedFile` for a file
 * without a record; with fields that are ignored also where no record has a field that the operator named.
 */
export async function* readJsonRecords(
  chunks: AsyncIterable<TextChunk>,
  reading: ColumnOptions,
): AsyncGenerator<FileRecord> {
  const { read, seen } = objectReader(reading)
  let number = 0
  for await (const lines of readLines(chunks)) {
    for (const { line, text, bytes } of lines) {
      number += 1
      if (number === 1) checkIsLines(text)
      yield { number, line, bytes, content: read(text) }
    }
  }
  if (number === 0) throw new UnfinishedFile(1, 'The file is empty')
  // A field that nobody named rejects its record. Where such fields are ignored, the right one may have been.
  const lacking = reading.ignoresUnknown ? lackingPair(reading.map, seen) : undefined
  if (lacking !== undefined)
    throw new UnfinishedFile(
      1,
      `--map ${lacking} names a field that no record of the file has. All records were read`,
    )
}
