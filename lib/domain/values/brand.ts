declare const brand: unique symbol

/** A value that passed a check of its own; two kinds of id can never be swapped by mistake. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
