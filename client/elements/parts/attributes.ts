import { note } from '../controls.ts'
import { type Child, fieldIn, h, isChecked, typedIn } from '../dom.ts'
import { inLanguage, t, titleOf } from '../words/words.ts'
import { chip } from './facts.ts'
import { type Photos, photoField, photosOf } from './photos.ts'

/** The JSON Schema of the service's attributes, as far as a form needs it. */
export interface AttributeSchema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: AttributeSchema
  readonly properties?: Readonly<Record<string, AttributeSchema>>
  readonly required?: readonly string[]
  readonly 'x-titles'?: unknown
  readonly 'x-choices'?: Readonly<Record<string, unknown>>
}

/** One field: its name, and the id of its input. */
interface Field {
  readonly name: string
  readonly id: string
  readonly schema: AttributeSchema
  readonly isRequired: boolean
  readonly value: unknown
}

export type Attributes = Readonly<Record<string, unknown>>

const choiceText = (value: string, schema: AttributeSchema | undefined): string =>
  inLanguage(schema?.['x-choices']?.[value]) ?? value

export const isPhoto = ({ format, items }: AttributeSchema): boolean =>
  format === 'ieum-upload' || items?.format === 'ieum-upload'
const isList = ({ type }: AttributeSchema): boolean => type === 'array'

const isRecord = (value: unknown): value is Attributes => typeof value === 'object' && value !== null
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The allowed length of a list, in words. */
const amount = ({ minItems = 0, maxItems }: AttributeSchema): string | undefined =>
  maxItems === undefined ? undefined : t('howMany', { least: minItems, most: maxItems })

const fieldsOf = (schema: AttributeSchema, values: unknown, isNeeded: boolean, prefix: string): Field[] =>
  Object.entries(schema.properties ?? {}).map(([name, each]) => ({
    name,
    id: `${prefix}-${name}`,
    schema: each,
    isRequired: isNeeded && (schema.required ?? []).includes(name),
    value: isRecord(values) ? values[name] : undefined,
  }))

const rootFields = (schema: AttributeSchema, values: unknown): Field[] =>
  fieldsOf(schema, values, true, 'ieum-attribute')

/** One field for each attribute of a schema. */
export const attributeFields = (schema: AttributeSchema, values: Attributes, photos: Photos): Child =>
  rootFields(schema, values).map((field) => drawn(field, photos))

function drawn(field: Field, photos: Photos): Child {
  const { schema, value, isRequired } = field
  if (isPhoto(schema)) return photoField({ ...field, title: title(field), isList: isList(schema) }, photos)
  if (schema.items?.enum !== undefined) return choicesField(field)
  if (schema.properties !== undefined) {
    const parts = fieldsOf(schema, value, isRequired, field.id).map((part) => drawn(part, photos))
    return h('fieldset', { class: 'ieum-group' }, h('legend', {}, title(field)), parts)
  }
  return schema.enum === undefined ? inputField(field) : selectField(field)
}

const title = ({ name, schema, isRequired }: Field): Child => [
  h('span', {}, titleOf(name, schema)),
  ' ',
  chip(t(isRequired ? 'required' : 'optional'), isRequired ? 'must' : ''),
]

const labelledBy = (field: Field, ...inputs: readonly Child[]): Child =>
  h('div', { class: 'ieum-field' }, h('label', { for: field.id }, title(field)), inputs)

const inputTypes: Readonly<Record<string, string>> = {
  integer: 'number',
  number: 'number',
  boolean: 'checkbox',
  date: 'date',
  uri: 'url',
}

function inputField(field: Field): Child {
  const { id, schema, isRequired, value } = field
  const noteId = `${id}-note`
  const limits = isList(schema)
    ? { 'aria-describedby': noteId }
    : { minlength: schema.minLength, maxlength: schema.maxLength, pattern: schema.pattern }
  const type = inputTypes[schema.format ?? ''] ?? inputTypes[schema.type ?? ''] ?? 'text'
  const text = Array.isArray(value) ? value.join(', ') : value === undefined ? undefined : String(value)
  return labelledBy(
    field,
    h('input', { id, type, required: isRequired, checked: value === true, value: text, ...limits }),
    isList(schema) && note([amount(schema), t('byCommas')].filter(Boolean).join(' · '), noteId),
  )
}

const selectField = (field: Field): Child =>
  labelledBy(
    field,
    h(
      'select',
      { id: field.id, required: field.isRequired },
      h('option', { value: '' }, t('choose')),
      (field.schema.enum ?? []).map((choice) =>
        h('option', { value: choice, selected: choice === field.value }, choiceText(choice, field.schema)),
      ),
    ),
  )

const choicesField = (field: Field): Child =>
  h(
    'fieldset',
    { class: 'ieum-choices' },
    h('legend', {}, title(field)),
    (field.schema.items?.enum ?? []).map((choice) => {
      const id = `${field.id}-${choice}`
      const checked = listOf(field.value).includes(choice)
      return h(
        'label',
        { class: 'ieum-pill', for: id },
        h('input', { type: 'checkbox', id, name: field.id, value: choice, checked }),
        h('span', {}, choiceText(choice, field.schema.items)),
      )
    }),
    note(amount(field.schema)),
  )

/** Reads the fields in the form of the API. What is empty is left out. */
export const attributesIn = (form: ParentNode, schema: AttributeSchema, photos: Photos): Attributes =>
  filledIn(form, rootFields(schema, {}), photos)

const filledIn = (form: ParentNode, fields: readonly Field[], photos: Photos): Attributes =>
  Object.fromEntries(
    fields
      .map((field) => [field.name, valueIn(form, field, photos)] as const)
      .filter(([, value]) => value !== undefined),
  )

const unlessEmpty = <List extends readonly unknown[]>(list: List): List | undefined =>
  list.length === 0 ? undefined : list

function valueIn(form: ParentNode, { id, name, schema }: Field, photos: Photos): unknown {
  if (isPhoto(schema)) return photosOf(photos, name, isList(schema))
  if (schema.items?.enum !== undefined) {
    const boxes = form.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(id)}"]:checked`)
    return unlessEmpty([...boxes].map(({ value }) => value))
  }
  if (schema.properties !== undefined) {
    const parts = filledIn(form, fieldsOf(schema, {}, false, id), photos)
    return Object.keys(parts).length === 0 ? undefined : parts
  }
  if (fieldIn(form, id)?.type === 'checkbox') return isChecked(form, id) || undefined
  const typed = typedIn(form, id)
  if (typed === undefined) return undefined
  if (isList(schema)) return unlessEmpty(typed.split(',').flatMap((part) => part.trim() || []))
  return schema.type === 'number' || schema.type === 'integer' ? Number(typed) : typed
}

/** An attribute of a member, as text. */
export function attributeText(value: unknown, schema: AttributeSchema = {}): string {
  if (isPhoto(schema)) return t('photoCount', { n: Array.isArray(value) ? value.length : 1 })
  if (Array.isArray(value)) return value.map((each) => choiceText(String(each), schema.items)).join(', ')
  if (isRecord(value)) return Object.values(value).join(' ')
  return choiceText(String(value), schema)
}
