/** Texts by their names, each in Korean and in English. `{name}` is filled in. */
export type Pairs = Readonly<Record<string, readonly [ko: string, en: string]>>
