import { uploadAll } from '../attributes.js'
import { update } from '../stage.js'

/**
 * What a form does with photos: uploads them when they are chosen, and forgets one. `start` asks for a form for one
 * file; `there` is what the member has already.
 */
export function photoActions(start, there = {}) {
  let photos = there
  const changed = (name, list, problem) => {
    photos = { ...photos, [name]: list }
    update({ photos, ...(problem === undefined ? {} : { problem }) })
  }
  return {
    addPhotos: async (name, files) => {
      const { photos: added, problem } = await uploadAll(files, start)
      changed(name, [...(photos[name] ?? []), ...added], problem)
    },
    dropPhoto: (name, key) =>
      changed(
        name,
        photos[name].filter((photo) => photo.key !== key),
      ),
  }
}
