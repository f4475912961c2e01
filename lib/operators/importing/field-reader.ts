import type { OwnContact } from '../../domain/member/member.ts'
import type { FieldName } from './fields.ts'
import type { Fault, Fields } from './record.ts'
import { readTruth } from './values.ts'

/** A CI or DI, as it is or as this stage has hashed it. */
export type Person = { readonly plain: string } | { readonly hash: string }

const textLike =
  (form: RegExp) =>
  (value: unknown): string | undefined =>
    typeof value === 'string' && form.test(value.trim()) ? value.trim() : undefined

/** Reads one field after the other, and remembers what is wrong. */
export class FieldReader {
  readonly faults: Fault[] = []
  readonly #fields: Fields
  constructor(fields: Fields) {
    this.#fields = fields
  }

  /** The value of a field; undefined when it is absent, or when it is wrong, which is remembered. */
  take<Value>(
    name: FieldName,
    read: (value: unknown) => Value | undefined,
    otherwise: string,
  ): Value | undefined {
    const given = this.#fields[name]
    if (given === undefined) return undefined
    const value = read(given)
    if (value === undefined) this.faults.push({ pointer: `/${name}`, detail: otherwise })
    return value
  }

  /** The same for what is read in whole, with its own faults. */
  all<Value>(read: { readonly value: Value } | { readonly fault: Fault }, otherwise: Value): Value {
    if ('value' in read) return read.value
    this.faults.push(read.fault)
    return otherwise
  }

  contact<Value>(
    name: 'email' | 'phone',
    read: (value: unknown) => Value | undefined,
    otherwise: string,
  ): OwnContact<Value> | undefined {
    const value = this.take(name, read, otherwise)
    const verified = this.take(`${name}Verified`, readTruth, 'is neither true nor false') ?? false
    return value === undefined ? undefined : { value, verified }
  }

  person(kind: 'ci' | 'di', length: number): Person | undefined {
    const plain = this.take(
      kind,
      textLike(new RegExp(`^[A-Za-z0-9+/=]{${length}}$`)),
      `is not ${length} characters`,
    )
    const hash = this.take(`${kind}Hash`, textLike(/^[A-Za-z0-9_-]{43}$/), 'is no hash of ours')
    if (plain !== undefined) return { plain }
    return hash === undefined ? undefined : { hash }
  }
}
