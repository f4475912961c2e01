import { h } from '../dom.js'
import { inLanguage, t } from '../words/language.js'

const types = 'image/jpeg,image/png,image/webp'
const idOf = (name) => `attribute-${name}`

/** Gives the title of an attribute. */
export const attributeTitle = (name, schema) => inLanguage(schema?.['x-titles']) ?? name
const choiceTitle = (value, schema) => inLanguage(schema['x-choices']?.[value]) ?? value

const isPhoto = (schema) => schema.format === 'ieum-upload' || schema.items?.format === 'ieum-upload'
const isChoices = ({ type, items }) => type === 'array' && items?.enum !== undefined
const isList = ({ type }) => type === 'array'

/** The allowed length of a list, in words. */
const amount = ({ minItems = 0, maxItems }) =>
  maxItems === undefined ? null : t('howMany', { least: minItems, most: maxItems })

/** Gives one field for each attribute of a schema. `values` are the current values, `photos` the uploaded photos. */
export const attributeFields = ({ schema, values = {}, photos = {} }, actions) =>
  Object.entries(schema.properties).map(([name, one]) => {
    const isRequired = schema.required.includes(name)
    return fieldOf({ name, path: idOf(name), schema: one, isRequired, value: values[name], photos }, actions)
  })

function fieldOf(field, actions) {
  const { schema } = field
  if (isPhoto(schema)) return photoField(field, actions)
  if (isChoices(schema)) return choicesField(field)
  if (schema.properties !== undefined) return groupField(field, actions)
  if (schema.enum !== undefined) return selectField(field)
  return inputField(field)
}

const label = ({ name, schema, isRequired }) => [
  h('span', {}, attributeTitle(name, schema)),
  h('span', { class: isRequired ? 'chip must' : 'chip' }, t(isRequired ? 'required' : 'optional')),
]

const inputTypes = { integer: 'number', number: 'number', boolean: 'checkbox' }

function inputField({ name, path, schema, isRequired, value }) {
  const { minLength, maxLength, pattern, format, type } = schema
  const isOne = !isList(schema)
  const kind = format === 'date' ? 'date' : format === 'uri' ? 'url' : (inputTypes[type] ?? 'text')
  return h(
    'label',
    { class: 'field', for: path },
    h('span', { class: 'name' }, label({ name, schema, isRequired })),
    h('input', {
      id: path,
      type: kind,
      required: isRequired,
      minlength: isOne ? minLength : undefined,
      maxlength: isOne ? maxLength : undefined,
      pattern: isOne ? pattern : undefined,
      value: Array.isArray(value) ? value.join(', ') : value,
      'aria-describedby': isOne ? undefined : `${path}-note`,
    }),
    isOne
      ? null
      : h('small', { class: 'quiet', id: `${path}-note` }, [amount(schema), t('byCommas')].join(' · ')),
  )
}

const selectField = ({ name, path, schema, isRequired, value }) =>
  h(
    'label',
    { class: 'field', for: path },
    h('span', { class: 'name' }, label({ name, schema, isRequired })),
    h(
      'select',
      { id: path, required: isRequired },
      h('option', { value: '' }, t('choose')),
      schema.enum.map((choice) =>
        h('option', { value: choice, selected: choice === value }, choiceTitle(choice, schema)),
      ),
    ),
  )

const choicesField = ({ name, path, schema, isRequired, value = [] }) =>
  h(
    'fieldset',
    { class: 'choices' },
    h('legend', { class: 'name' }, label({ name, schema, isRequired })),
    schema.items.enum.map((choice) =>
      h(
        'label',
        { class: 'pill', for: `${path}-${choice}` },
        h('input', {
          type: 'checkbox',
          id: `${path}-${choice}`,
          name: path,
          value: choice,
          checked: value.includes(choice),
        }),
        h('span', {}, choiceTitle(choice, schema.items)),
      ),
    ),
    h('small', { class: 'quiet' }, amount(schema)),
  )

const groupField = ({ name, path, schema, isRequired, value = {}, photos }, actions) =>
  h(
    'fieldset',
    { class: 'group' },
    h('legend', { class: 'name' }, label({ name, schema, isRequired })),
    Object.entries(schema.properties).map(([part, one]) =>
      fieldOf(
        {
          name: part,
          path: `${path}-${part}`,
          schema: one,
          isRequired: isRequired && (schema.required ?? []).includes(part),
          value: value[part],
          photos,
        },
        actions,
      ),
    ),
  )

function photoField({ name, path, schema, isRequired, photos }, actions) {
  const there = photos[name] ?? []
  const most = isList(schema) ? (schema.maxItems ?? 99) : 1
  return h(
    'fieldset',
    { class: 'photos' },
    h('legend', { class: 'name' }, label({ name, schema, isRequired })),
    there.map(({ key, picture }, index) =>
      h(
        'span',
        { class: 'photo' },
        picture === undefined
          ? h('span', { class: 'quiet' }, t('photoKept', { n: index + 1 }))
          : h('img', { src: picture, alt: t('photoNumber', { n: index + 1 }) }),
        h(
          'button',
          {
            type: 'button',
            class: 'small plain',
            onclick: () => actions.dropPhoto(name, key),
            'aria-label': t('dropPhoto', { n: index + 1 }),
          },
          '×',
        ),
      ),
    ),
    there.length >= most
      ? null
      : h(
          'label',
          { class: 'add', for: path },
          h('span', {}, t('addPhoto')),
          h('input', {
            id: path,
            type: 'file',
            accept: types,
            multiple: most - there.length > 1,
            onchange: (event) =>
              actions.addPhotos(name, [...event.currentTarget.files].slice(0, most - there.length)),
          }),
        ),
    h('small', { class: 'quiet' }, [amount(schema), t('photoNote')].filter(Boolean).join(' · ')),
  )
}

/** Reads the form in the format of the API. Empty fields are left out. */
export function attributesIn(form, { schema, photos = {} }) {
  const filled = Object.entries(schema.properties).map(([name, one]) => {
    return [name, filledIn(form, { name, path: idOf(name), schema: one, photos })]
  })
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined))
}

function filledIn(form, { name, path, schema, photos }) {
  if (isPhoto(schema)) return photosOf(schema, photos[name] ?? [])
  if (isChoices(schema))
    return some([...form.querySelectorAll(`input[name="${path}"]:checked`)].map((box) => box.value))
  if (schema.properties !== undefined) return groupOf(form, { path, schema, photos })
  const { type, value, checked } = form.querySelector(`#${path}`)
  if (type === 'checkbox') return checked || undefined
  const typed = value.trim()
  if (typed === '') return undefined
  if (isList(schema))
    return some(
      typed
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
  return type === 'number' ? Number(typed) : typed
}

const some = (list) => (list.length === 0 ? undefined : list)

function photosOf(schema, there) {
  const keys = there.map(({ key }) => key)
  return isList(schema) ? some(keys) : keys[0]
}

function groupOf(form, { path, schema, photos }) {
  const parts = Object.entries(schema.properties).map(([name, one]) => {
    return [name, filledIn(form, { name, path: `${path}-${name}`, schema: one, photos })]
  })
  const filled = parts.filter(([, value]) => value !== undefined)
  return filled.length === 0 ? undefined : Object.fromEntries(filled)
}

/** Gives one attribute of a member as text. */
export function attributeText(value, schema) {
  if (isPhoto(schema)) return t('photoCount', { n: [value].flat().length })
  if (Array.isArray(value)) return value.map((one) => choiceTitle(one, schema.items ?? {})).join(', ')
  if (typeof value === 'object') return Object.values(value).join(' ')
  return choiceTitle(String(value), schema)
}
