type KeyOf<Target> = Target extends unknown ? keyof Target : never
type ValueOf<Target, Key> = Target extends unknown ? (Key extends keyof Target ? Target[Key] : never) : never

/** The fields as they are once the undefined ones are gone: what may be undefined may be absent instead. */
export type Defined<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key]
} & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>
}

/** What the target says of each field. A key that it does not have is refused: a spread alone would hide that. */
type WantedBy<Target, Fields> = {
  [Key in keyof Fields]: Key extends KeyOf<Target> ? ValueOf<Target, Key> | undefined : never
}

/**
 * The fields whose value is not undefined, as `exactOptionalPropertyTypes` wants absent keys to be absent. The
 * compiler infers `Target` from the place that takes the result, also through a spread: the conditional return type
 * is never true, and only names `Target`.
 */
export function defined<const Fields extends object, Target = unknown>(
  fields: Fields & (unknown extends Target ? unknown : WantedBy<Target, Fields>),
): [Target] extends [never] ? Target : Defined<Fields>
export function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
