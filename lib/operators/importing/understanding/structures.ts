import { isTooDeep } from '../reading/depth.ts'

/** Reads a list: a JSON list, JSON text, or text with semicolons between the parts. */
export function readList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (!text.startsWith('['))
    return text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  const parsed = readJson(text)
  return Array.isArray(parsed) ? parsed : undefined
}

/** Reads an object: a JSON object or JSON text. */
export function readObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const parsed = typeof value === 'string' ? readJson(value) : value
  return isObject(parsed) ? parsed : undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return isTooDeep(parsed) ? undefined : parsed
  } catch {
    return undefined
  }
}
