import type { OwnContact } from '../../domain/member/member.ts'
import type { FieldName } from './fields.ts'
import type { Fault, Fields } from './record.ts'
import { readBoolean } from './values.ts'

/** A CI or DI, plain or hashed by this stage. */
export type Person = { readonly plain: string } | { readonly hash: string }

const textLike =
  (form: RegExp) =>
  (value: unknown): string | undefined =>
    typeof value === 'string' && form.test(value.trim()) ? value.trim() : undefined

/** Reads the fields of a record and collects the faults. */
export class FieldReader {
  readonly faults: Fault[] = []
  readonly #fields: Fields
  constructor(fields: Fields) {
    this.#fields = fields
  }

  /** The value of a field. Undefined when the field is absent or faulty; a fault is collected. */
  take<Value>(
    name: FieldName,
    read: (value: unknown) => Value | undefined,
    fallback: string,
  ): Value | undefined {
    const field = this.#fields[name]
    if (field === undefined) return undefined
    const value = read(field)
    if (value === undefined) this.faults.push({ pointer: `/${name}`, detail: fallback })
    return value
  }

  /** The result of a reader that reports its own fault, or `fallback`. */
  all<Value>(read: { readonly value: Value } | { readonly fault: Fault }, fallback: Value): Value {
    if ('value' in read) return read.value
    this.faults.push(read.fault)
    return fallback
  }

  contact<Value>(
    name: 'email' | 'phone',
    read: (value: unknown) => Value | undefined,
    fallback: string,
  ): OwnContact<Value> | undefined {
    const value = this.take(name, read, fallback)
    const verified = this.take(`${name}Verified`, readBoolean, 'must be true or false') ?? false
    return value === undefined ? undefined : { value, verified, ...(!verified && { imported: true }) }
  }

  person(kind: 'ci' | 'di', length: number): Person | undefined {
    const plain = this.take(
      kind,
      textLike(new RegExp(`^[A-Za-z0-9+/=]{${length}}$`)),
      `must have ${length} characters`,
    )
    const hash = this.take(
      `${kind}Hash`,
      textLike(/^[A-Za-z0-9_-]{43}$/),
      'must be a hash made by this stage',
    )
    if (plain !== undefined) return { plain }
    return hash === undefined ? undefined : { hash }
  }
}
