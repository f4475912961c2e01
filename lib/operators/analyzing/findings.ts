import type { JudgedAt } from '../../domain/leads/lead.ts'
import { canEnter } from '../../domain/leads/opens.ts'
import type { FaultText } from '../importing/reading/fault-text.ts'
import type { OldMember } from '../importing/understanding/old-member.ts'
import type { AnalyzedRecord } from './analyzed-record.ts'
import { noSample, type Sample, Samples, sampled } from './sample.ts'
import { type Alike, alikeKinds, type Tally } from './tally.ts'
import { understoodRow } from './understood-row.ts'
import { holderOf } from './visit.ts'

/** A kind of fault in a file. */
export interface FaultKind {
  /** What it costs: the record, the value, or nothing. */
  readonly costs: 'record' | 'value' | 'nothing'
  /** The column, empty for the whole record. */
  readonly column: string
  readonly detail: FaultText
}

/** What an operator can act on in a file. */
export interface Findings {
  readonly members: number
  readonly rejected: number
  /** Members who share a value with others. */
  readonly alike: Readonly<Record<Alike, number>>
  readonly alikeLines: Readonly<Record<Alike, readonly number[]>>
  /** Members who could not sign in once shared contacts belong to nobody. */
  readonly withoutLoginMethod: number
  readonly withoutLoginMethodLines: readonly number[]
  /** Records with an id that an earlier record has. They count for nothing else. */
  readonly repeatedIds: Sample
  /** What is rejected or left out and why, the most frequent first. */
  readonly faults: readonly (FaultKind & Sample)[]
  /** The first members as they were understood, masked. */
  readonly understood: readonly Readonly<Record<string, string>>[]
}

/** The members that are shown as they were understood. */
const maxUnderstood = 3

const mapAlike = <Value>(of: (kind: Alike) => Value): Record<Alike, Value> => ({
  email: of('email'),
  phone: of('phone'),
  name: of('name'),
  'name+birth': of('name+birth'),
})

/** Collects findings record by record. Keeps no values, except masked ones of three members. */
export class FindingsCollector {
  readonly #tally: Tally
  readonly #at: JudgedAt
  readonly #faults = new Samples()
  readonly #kinds = new Map<string, FaultKind>()
  readonly #alike = mapAlike(() => noSample)
  readonly #understood: Readonly<Record<string, string>>[] = []
  #repeatedIds: Sample = noSample
  #unreachable: Sample = noSample
  #counts = { members: 0, rejected: 0 }
  constructor(tally: Tally, at: JudgedAt) {
    this.#tally = tally
    this.#at = at
  }

  add({ line, member, repeats, faults }: AnalyzedRecord): void {
    if (repeats) {
      this.#repeatedIds = sampled(this.#repeatedIds, line)
      return
    }
    for (const { pointer, detail } of faults) {
      const [, column = ''] = pointer.split('/')
      const costs = member === undefined ? 'record' : column === '' ? 'nothing' : 'value'
      const kind = [costs, column, detail].join(' ')
      this.#faults.add(kind, line)
      this.#kinds.set(kind, { costs, column, detail })
    }
    if (member === undefined) this.#counts.rejected += 1
    else this.#addMember(member, line)
  }

  #addMember(member: OldMember, line: number): void {
    this.#counts.members += 1
    for (const kind of alikeKinds) {
      if (this.#tally.isAlike(member, kind)) this.#alike[kind] = sampled(this.#alike[kind], line)
    }
    if (!canEnter(holderOf(member, this.#tally), this.#at))
      this.#unreachable = sampled(this.#unreachable, line)
    if (this.#understood.length < maxUnderstood) this.#understood.push(understoodRow(member))
  }

  result(): Findings {
    return {
      ...this.#counts,
      alike: mapAlike((kind) => this.#alike[kind].count),
      alikeLines: mapAlike((kind) => this.#alike[kind].lines),
      withoutLoginMethod: this.#unreachable.count,
      withoutLoginMethodLines: this.#unreachable.lines,
      repeatedIds: this.#repeatedIds,
      faults: this.#faults.sorted().flatMap(([kind, sample]) => {
        const found = this.#kinds.get(kind)
        return found === undefined ? [] : [{ ...found, ...sample }]
      }),
      understood: this.#understood,
    }
  }
}
