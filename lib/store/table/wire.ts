import { itemText } from '../../aws/items/item-json.ts'
import type { TableItem, Write } from './expressions.ts'

/** The texts of placeholders for names. Our expressions are few, and each has one object of them. */
const nameTexts = new WeakMap<object, string>()

function namesText(names: object): string {
  const known = nameTexts.get(names)
  if (known !== undefined) return known
  const text = JSON.stringify(names)
  nameTexts.set(names, text)
  return text
}

/** A field of a write. Some hold attributes; others are texts and names, and are plain JSON. */
function fieldText(name: string, value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (name === 'ExpressionAttributeNames') return namesText(value)
  return isItem(value) ? itemText(value) : JSON.stringify(value)
}

const isItem = (value: object): value is TableItem => !Array.isArray(value)

/** A write in DynamoDB's own JSON (TransactWriteItem), as text. */
export function writeText(write: Write, tableName: string): string {
  const [kind = '', content = {}] = Object.entries(write)[0] ?? []
  let fields = `"TableName":"${tableName}"`
  for (const [name, value] of Object.entries(content)) fields += `,"${name}":${fieldText(name, value)}`
  return `{"${kind}":{${fields}}}`
}
