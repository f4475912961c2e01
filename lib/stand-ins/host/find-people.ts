/**
 * Gives a finder of people by key. Throws at once when two people share a key or an id; the finder throws for
 * an unknown key.
 */
export function finder<Person extends { readonly key: string; readonly id: string | bigint | number }>(
  personas: readonly Person[],
): (key: string) => Person {
  const people = new Map(personas.map((person) => [person.key, person]))
  if (people.size !== personas.length) throw new Error('two personas have the same key')
  if (new Set(personas.map(({ id }) => `${id}`)).size !== personas.length) {
    throw new Error('two personas have the same id')
  }
  return (key) => {
    const found = people.get(key)
    if (found !== undefined) return found
    throw new Error(`nobody has the key ${key}; known keys are ${[...people.keys()].join(', ')}`)
  }
}
