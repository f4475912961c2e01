import type { Attribute, TableItem, Write } from './expressions.ts'

/** An attribute in DynamoDB's own JSON (DynamoDB API, AttributeValue), as text. No row has bytes. */
function attributeText(value: Attribute): string {
  switch (typeof value) {
    case 'string':
      return `{"S":${JSON.stringify(value)}}`
    case 'number':
      return `{"N":"${value}"}`
    case 'boolean':
      return `{"BOOL":${value}}`
    default:
      if (value === null) return '{"NULL":true}'
      if (value instanceof Set) return `{"SS":${JSON.stringify([...value])}}`
      if (isList(value)) return `{"L":[${value.map(attributeText).join(',')}]}`
      return `{"M":${itemText(value)}}`
  }
}

const isList = (value: Attribute): value is readonly Attribute[] => Array.isArray(value)

/** The texts of attributes' names, of which our rows have few. */
const attributeNames = new Map<string, string>()

function attributeNameText(name: string): string {
  const known = attributeNames.get(name)
  if (known !== undefined) return known
  const text = `${JSON.stringify(name)}:`
  if (attributeNames.size < 1000) attributeNames.set(name, text)
  return text
}

/** An item in DynamoDB's own JSON, as text. Absent attributes are omitted. */
export function itemText(item: { readonly [name: string]: Attribute }): string {
  let parts = ''
  for (const name in item) {
    const value = item[name]
    if (value === undefined) continue
    if (parts !== '') parts += ','
    parts += attributeNameText(name) + attributeText(value)
  }
  return `{${parts}}`
}

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
