declare const brand: unique symbol

/**
 * The mark of a brand. It has a name, so that the types of other modules can be described by it.
 * @public
 */
export interface Branded<Name extends string> {
  readonly [brand]: Name
}

/** A value that has passed its own check. Brands keep two kinds of id from being swapped. */
export type Brand<Value, Name extends string> = Value & Branded<Name>
