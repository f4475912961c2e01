import { type FieldName, fieldNames, isFieldName } from '../fields.ts'
import { UnfinishedFile, UnusableFile } from '../unusable-file.ts'
import { type FieldPart, isTarget, partOf, type Target } from './column-target.ts'
import { usualTargetOf } from './usual-headers.ts'

/** Names of columns, and the fields that they hold. */
export type ColumnMap = ReadonlyMap<string, Target>

/** How the columns of a file are understood. */
export interface ColumnOptions {
  readonly map: ColumnMap
  /** Ignores unknown columns and fields instead of refusing them. */
  readonly ignoresUnknown: boolean
}

/** Reads `회원번호=externalId` of `--map`. Throws `UnusableFile` for another form or an unknown field. */
export function readColumnMap(pairs: readonly string[]): ColumnMap {
  return new Map(pairs.map(mappedColumn))
}

function mappedColumn(pair: string): [string, Target] {
  const at = pair.lastIndexOf('=')
  const [header, target] = [pair.slice(0, Math.max(0, at)).normalize('NFC').trim(), pair.slice(at + 1).trim()]
  if (header !== '' && isTarget(target)) return [header, target]
  throw new UnusableFile(
    `--map ${pair} must be COLUMN=FIELD. The fields: ${fieldNames.join(', ')}, identities.PROVIDER, ` +
      'attributes.NAME, consents.TAG@VERSION, and - for a column to leave out',
  )
}

/** What a column holds by the operator's map, or by its own name. Undefined for an unknown column. */
export function targetOf(header: string, { map, ignoresUnknown }: ColumnOptions): Target | undefined {
  const mapped = map.get(header) ?? (isTarget(header) ? header : undefined)
  return mapped ?? (ignoresUnknown ? '-' : undefined)
}

/** `--map` options for headers that are usual in old systems. */
function suggestionsFor(headers: readonly string[], known: readonly Target[]): readonly string[] {
  const seen = new Set<Target>(known)
  return headers.flatMap((header) => {
    const target = usualTargetOf(header)
    if (target === undefined || header.startsWith('-') || seen.size === seen.add(target).size) return []
    return [`${header}=${target}`]
  })
}

/** The error for a header that cannot be understood, with the options that would read the file, if any would. */
function unsuitableHeader(unknown: readonly string[], known: readonly Target[]): UnusableFile {
  const pairs = suggestionsFor(unknown, known)
  const suggested = [...known, ...readColumnMap(pairs).values()]
  const reads = suggested.includes('externalId') && overlap(suggested) === undefined
  const hasId = known.includes('externalId')
  const others = unknown.length > pairs.length && pairs.length > 0
  return new UnusableFile(
    `${hasId ? '' : 'The file has no column externalId. '}` +
      `${unknown.length === 0 ? '' : `The file has unknown columns: ${unknown.join(', ')}. `}` +
      `Known columns: ${fieldNames.join(', ')}. ` +
      'Name a column by --map COLUMN=FIELD; --ignore-unknown ignores unknown columns',
    reads ? [...pairs.flatMap((pair) => ['--map', pair]), ...(others ? ['--ignore-unknown'] : [])] : [],
  )
}

function checkHeaders(headers: readonly string[], options: ColumnOptions): void {
  const strict = { ...options, ignoresUnknown: false }
  const unknown = headers.filter((header) => header !== '' && targetOf(header, strict) === undefined)
  const known = headers.flatMap((header) => targetOf(header, strict) ?? [])
  const isKnown = unknown.length === 0 || options.ignoresUnknown
  if (!isKnown || !known.includes('externalId')) throw unsuitableHeader(unknown, known)
}

/** A field that two columns fill. `whole`: one of them is a part of it. Undefined without one. */
export function overlap(
  targets: readonly Target[],
): { readonly target: Target; readonly whole: boolean } | undefined {
  const used = targets.filter((target) => target !== '-')
  const twice = used.find((target, index) => used.indexOf(target) < index)
  if (twice !== undefined) return { target: twice, whole: false }
  const parts = new Set<string>(used.flatMap((target) => partOf(target)?.of ?? []))
  const target = used.find((one) => parts.has(one))
  return target && { target, whole: true }
}

/** The error for two columns that fill one field. Undefined when there are none. */
function overlapFault(targets: readonly Target[]): UnusableFile | undefined {
  const { target, whole } = overlap(targets) ?? {}
  if (target === undefined) return undefined
  return new UnusableFile(
    whole
      ? `The file has a column ${target} beside a column ${target}.…; use one of the two`
      : `The file has a column twice: ${target}`,
  )
}

/** A pair of `--map` that holds something and whose column is none of these. Undefined without one. */
export function lackingPair(map: ColumnMap, columns: { has(name: string): boolean }): string | undefined {
  const [name, target] = [...map].find(([name, target]) => target !== '-' && !columns.has(name)) ?? []
  return name === undefined ? undefined : `${name}=${target}`
}

/**
 * The targets of a file's header. Throws `UnusableFile` for a header without `externalId`, with an unknown
 * column, without a column that the operator named, or with two columns for one field.
 */
export function planColumns(header: readonly string[], options: ColumnOptions): readonly Target[] {
  const headers = header.map((name) => name.normalize('NFC').trim())
  checkHeaders(headers, options)
  const targets = headers.map((name) => targetOf(name, options) ?? '-')
  const fault = overlapFault(targets)
  if (fault !== undefined) throw fault
  const lacking = lackingPair(options.map, new Set(headers))
  if (lacking !== undefined) {
    const columns = headers.filter((name) => name !== '').join(', ')
    throw new UnusableFile(
      `--map ${lacking} names a column that the file does not have. Its columns: ${columns}`,
    )
  }
  return targets
}

/** Whether a row names columns as a header does: the id, and another one. */
export function isLikelyHeader(row: readonly string[], { map }: ColumnOptions): boolean {
  const strict = { map, ignoresUnknown: false }
  const targets = row.flatMap((name) => {
    const plain = name.normalize('NFC').trim()
    return targetOf(plain, strict) ?? usualTargetOf(plain) ?? []
  })
  return targets.includes('externalId') && new Set(targets).size > 1
}

/** The places of the columns that have no name in a header, unless they are to be ignored. */
export const unnamedIn = (
  header: readonly string[],
  { map, ignoresUnknown }: ColumnOptions,
): readonly number[] =>
  ignoresUnknown || map.has('') ? [] : header.flatMap((name, place) => (name.trim() === '' ? [place] : []))

/** The error for a value in a column that has no name, by the column's number. */
export const unnamedColumn = (line: number, column: number): UnfinishedFile =>
  new UnfinishedFile(
    line,
    `The file has unknown columns: column ${column}, which has no name and holds a value in line ${line}. ` +
      'Name it in the header; --ignore-unknown ignores it',
    ['--ignore-unknown'],
  )

/** Sets the value of a column in a record's fields. */
export function setField(fields: { [name in FieldName]?: unknown }, target: Target, value: unknown): void {
  const part = partOf(target)
  if (part !== undefined) fields[part.of] = withPart(fields[part.of], part, value)
  else if (isFieldName(target)) fields[target] = value
}

/** A list or an object with one more part. */
function withPart(field: unknown, { of, name }: FieldPart, value: unknown): unknown {
  switch (of) {
    case 'identities':
      return [...listOf(field), { provider: name, subject: value }]
    case 'consents': {
      const [tag = '', version = ''] = name.split('@')
      return [...listOf(field), { tag, version, agreed: value }]
    }
    case 'attributes':
      return { ...Object(field), [name]: value }
    default:
      return of satisfies never
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
