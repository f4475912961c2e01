/** A hash in the PHC string format, with its parameters in any order. */
export interface PhcString {
  readonly id: string
  /** `v=19`. Absent for functions without versions. */
  readonly version?: number
  readonly parameters: ReadonlyMap<string, number>
  readonly salt: Buffer
  readonly tag: Buffer
}

const form =
  /^\$([a-z0-9-]{1,32})(?:\$v=(\d{1,3}))?\$([a-z]{1,4}=\d{1,8}(?:,[a-z]{1,4}=\d{1,8}){0,4})\$([A-Za-z0-9+/]{2,128})={0,2}\$([A-Za-z0-9+/]{22,128})={0,2}$/

/** Reads a PHC string (https://github.com/P-H-C/phc-string-format). Undefined for another form, or a repeated parameter. */
export function readPhc(text: string): PhcString | undefined {
  const [, id, version, list = '', salt = '', tag = ''] = form.exec(text) ?? []
  if (id === undefined) return undefined
  const pairs = list.split(',').map((pair): [string, number] => {
    const [name = '', value] = pair.split('=')
    return [name, Number(value)]
  })
  const parameters = new Map(pairs)
  if (parameters.size < pairs.length) return undefined
  return {
    id,
    ...(version !== undefined && { version: Number(version) }),
    parameters,
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** Whether a PHC string has exactly these parameters. */
export const hasParameters = ({ parameters }: PhcString, ...names: readonly string[]): boolean =>
  parameters.size === names.length && names.every((name) => parameters.has(name))
