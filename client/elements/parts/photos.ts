import type { StartedUpload } from '../../src/api.ts'
import { ProblemError } from '../../src/problem.ts'
import type { ContentType } from '../../src/upload.ts'
import { messageBox, note } from '../controls.ts'
import { append, type Child, h } from '../dom.ts'
import type { Stage } from '../stage.ts'
import { t } from '../words/words.ts'
import { asProblem, problemText } from './problem.ts'

const types = ['image/jpeg', 'image/png', 'image/webp'] as const satisfies readonly ContentType[]
const typeOf = (file: File): ContentType | undefined => types.find((type) => type === file.type)

/** One photo. A stored one has no picture here, since the bucket is private. */
interface Photo {
  readonly key: string
  readonly picture?: string
}

/** The photos of a form, by the name of their attribute. */
export interface Photos {
  of(name: string): readonly Photo[]
  /** Uploads files, one after the other. */
  add(name: string, files: readonly File[]): Promise<void>
  drop(name: string, key: string): void
  /** Runs one action at a time. */
  readonly stage: Stage
}

/** Posts a file straight to the bucket, with the form that the API gave. */
async function post({ url, fields }: StartedUpload, file: File): Promise<void> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  const response = await fetch(url, { method: 'POST', body: form })
  if (!response.ok) throw new ProblemError('payload_too_large')
}

/** The photos of a form. `start` asks the API for the form of one upload. */
export function photosFor(
  stage: Stage,
  start: (contentType: ContentType) => Promise<StartedUpload>,
  there: Readonly<Record<string, readonly string[]>> = {},
): Photos {
  const photos = new Map<string, readonly Photo[]>(
    Object.entries(there).map(([name, keys]) => [name, keys.map((key) => ({ key }))]),
  )
  const of = (name: string) => photos.get(name) ?? []
  return {
    stage,
    of,
    async add(name, files) {
      for (const file of files) {
        const type = typeOf(file)
        if (type === undefined) throw new ProblemError('unsupported_media_type')
        const started = await start(type)
        await post(started, file)
        photos.set(name, [...of(name), { key: started.key, picture: URL.createObjectURL(file) }])
      }
    },
    drop(name, key) {
      photos.set(
        name,
        of(name).filter((photo) => photo.key !== key),
      )
    },
  }
}

/** The photos of an attribute as the API takes them. Undefined without any. */
export function photosOf(
  photos: Photos,
  name: string,
  isList: boolean,
): string | readonly string[] | undefined {
  const keys = photos.of(name).map(({ key }) => key)
  return keys.length > 0 && isList ? keys : keys[0]
}

interface PhotoField {
  readonly id: string
  readonly name: string
  readonly title: Child
  readonly isList: boolean
  readonly schema: { readonly maxItems?: number }
}

/**
 * The field of a photo, or of several. An upload takes its time, and the person goes on to other fields meanwhile: when it
 * ends, or fails, this field alone is drawn again.
 */
export function photoField({ id, name, title, isList, schema }: PhotoField, photos: Photos): Child {
  const field = h('fieldset', { class: 'ieum-photos' })
  const draw = (problem?: Child) => {
    const isHere = field.contains(document.activeElement)
    const there = photos.of(name)
    const room = (isList ? (schema.maxItems ?? 99) : 1) - there.length
    const drop = (key: string) => () => {
      photos.drop(name, key)
      draw()
    }
    const add = (files: readonly File[]) =>
      photos.add(name, files).then(
        () => draw(),
        (error) => draw(messageBox('bad', problemText(asProblem(error)))),
      )
    field.replaceChildren()
    append(field, [
      h('legend', {}, title),
      problem,
      there.map((photo, index) => photoOf(photo, index + 1, drop(photo.key))),
      room > 0 && fileInput(id, room, (files) => void photos.stage.run(() => add(files))),
      note(t('photoNote')),
    ])
    if (isHere) field.querySelector<HTMLElement>('input, button')?.focus()
  }
  draw()
  return field
}

const photoOf = ({ picture }: Photo, n: number, drop: () => void): Child =>
  h(
    'span',
    { class: 'ieum-photo' },
    picture === undefined
      ? note(t('photoNumber', { n }))
      : h('img', { src: picture, alt: t('photoNumber', { n }) }),
    h(
      'button',
      { type: 'button', class: 'ieum-small', onclick: drop, 'aria-label': t('dropPhoto', { n }) },
      '×',
    ),
  )

function fileInput(id: string, room: number, add: (files: readonly File[]) => void): Child {
  const input = h('input', { id, type: 'file', accept: types.join(), multiple: room > 1 })
  input.addEventListener('change', () => add([...(input.files ?? [])].slice(0, room)))
  return h('label', { class: 'ieum-add', for: id }, h('span', {}, t('addPhoto')), input)
}
