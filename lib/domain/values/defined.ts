type KeyOf<Target> = Target extends unknown ? keyof Target : never
type ValueOf<Target, Key> = Target extends unknown ? (Key extends keyof Target ? Target[Key] : never) : never

/** The fields without undefined ones: a field that may be undefined becomes optional. */
export type Defined<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key]
} & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>
}

/**
 * The type of each field in the target. A key that the target lacks is refused, which a spread alone would
 * hide.
 */
type WantedBy<Target, Fields> = {
  [Key in keyof Fields]: Key extends KeyOf<Target> ? ValueOf<Target, Key> | undefined : never
}

const ordinary = { enumerable: true, configurable: true, writable: true }

/**
 * Drops the fields whose value is undefined, as `exactOptionalPropertyTypes` requires. The
 * compiler infers `Target` from the place of use, also through a spread; the conditional return
 * type only names `Target` and is never true.
 */
export function defined<const Fields extends object, Target = unknown>(
  fields: Fields & (unknown extends Target ? unknown : WantedBy<Target, Fields>),
): [Target] extends [never] ? Target : Defined<Fields>
export function defined(fields: Readonly<Record<string, unknown>>): object {
  const kept: Record<string, unknown> = {}
  for (const name in fields) {
    const value = fields[name]
    if (value === undefined) continue
    // An assignment to this name would change the prototype.
    if (name === '__proto__') Object.defineProperty(kept, name, { value, ...ordinary })
    else kept[name] = value
  }
  return kept
}
