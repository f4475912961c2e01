import type { OwnContact } from '../../../domain/member/member.ts'
import type { FaultText } from '../reading/fault-text.ts'
import type { FieldName } from '../reading/fields.ts'
import type { Fault, Fields } from '../reading/record.ts'
import { readBoolean } from './boolean.ts'
import type { ValueRules } from './rules.ts'
import { asText } from './text.ts'
import { isZeroTime, readPast } from './time.ts'

/** A CI or DI, plain or hashed by this stage. */
export type Person = { readonly plain: string } | { readonly hash: string }

const textLike =
  (form: RegExp) =>
  (value: unknown): string | undefined => {
    const text = asText(value)
    return text !== undefined && form.test(text) ? text : undefined
  }

const replacement = '\uFFFD'

/** What damaged a value before it came here. Undefined for a sound one. */
function damageOf(value: unknown): FaultText | undefined {
  if (value === undefined || typeof value === 'number' || typeof value === 'boolean') return undefined
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.includes(replacement)) return 'holds U+FFFD: another program has already lost these letters'
  return text.isWellFormed() && !/\\ud[89a-f]/i.test(text) ? undefined : 'holds half a character'
}

/** The fields of which an export for people hides letters. A nickname may have such marks of its own. */
const maskable: ReadonlySet<FieldName> = new Set(['name', 'email', 'phone', 'birthDate'])

/** Whether letters of a value were replaced by marks, so that it is nobody's name or address: `김*나`, `h***@example.com`. */
const isMasked = (name: FieldName, value: unknown): boolean =>
  maskable.has(name) && typeof value === 'string' && /[*\uff0a\u25cb\u25cf\u25ef]/.test(value)

export const badTime = 'must be a time such as 2019-05-17T10:00:00Z'

/** Reads the fields of a record and collects the faults of its values. */
export class FieldReader {
  /** Faults that cost one value each. */
  readonly faults: Fault[]
  readonly rules: ValueRules
  readonly #fields: Fields
  constructor(fields: Fields, faults: readonly Fault[], rules: ValueRules) {
    this.faults = [...faults]
    this.rules = rules
    this.#fields = fields
  }

  /** Whether a value of this field was left out. */
  isFaulty(name: FieldName): boolean {
    return this.faults.some(({ pointer }) => pointer === `/${name}`)
  }

  /** A field as it is written. */
  written(name: FieldName): unknown {
    return this.#fields[name]
  }

  /** A field that is sound. Undefined for an absent and for a damaged one, whose fault is collected. */
  sound(name: FieldName): unknown {
    const field = this.#fields[name]
    const damage =
      damageOf(field) ??
      (isMasked(name, field) ? 'is masked: marks stand in the place of letters' : undefined)
    if (damage === undefined) return field
    this.faults.push({ pointer: `/${name}`, detail: damage })
    return undefined
  }

  /** The value of a field. Undefined when the field is absent or faulty; a fault is collected. */
  take<Value>(
    name: FieldName,
    read: (value: unknown) => Value | undefined,
    detail: FaultText,
  ): Value | undefined {
    const field = this.sound(name)
    if (field === undefined) return undefined
    const value = read(field)
    if (value === undefined) this.faults.push({ pointer: `/${name}`, detail })
    return value
  }

  /** A time that is not in the future. */
  moment(name: FieldName): Date | undefined {
    if (isZeroTime(this.written(name))) return undefined
    return this.take(name, (value) => readPast(value, this.rules), badTime)
  }

  flag(name: FieldName): boolean | undefined {
    return this.take(name, (value) => readBoolean(value, this.rules), 'must be true or false')
  }

  contact<Value>(
    name: 'email' | 'phone',
    read: (value: unknown) => Value | undefined,
    detail: FaultText,
  ): OwnContact<Value> | undefined {
    const value = this.take(name, read, detail)
    const verified = this.flag(`${name}Verified`) ?? false
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
