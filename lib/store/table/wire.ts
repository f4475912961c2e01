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

/** An item in DynamoDB's own JSON, as text. Absent attributes are omitted. */
export function itemText(item: { readonly [name: string]: Attribute }): string {
  const parts: string[] = []
  for (const name in item) {
    const value = item[name]
    if (value !== undefined) parts.push(`${JSON.stringify(name)}:${attributeText(value)}`)
  }
  return `{${parts.join(',')}}`
}

/** The fields of a write that hold attributes. Others are texts and names, and are plain JSON. */
const holdsAttributes: ReadonlySet<string> = new Set(['Item', 'Key', 'ExpressionAttributeValues'])

const isItem = (value: unknown): value is TableItem => typeof value === 'object' && value !== null

/** A write in DynamoDB's own JSON (TransactWriteItem), as text. */
export function writeText(write: Write, tableName: string): string {
  const [kind = '', content = {}] = Object.entries(write)[0] ?? []
  const fields = Object.entries(content).map(
    ([name, value]) =>
      `"${name}":${holdsAttributes.has(name) && isItem(value) ? itemText(value) : JSON.stringify(value)}`,
  )
  return `{"${kind}":{"TableName":${JSON.stringify(tableName)},${fields.join(',')}}}`
}
