declare const brand: unique symbol

/** A value that has passed its own check. Brands keep two kinds of id from being swapped. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
