import { uploadAll } from '../attributes.js'
import { update } from '../stage.js'

/**
 * Gives the actions of a form for photos: uploading chosen photos, and dropping one. `start` requests a form for one
 * file. `there` holds the photos that the member already has.
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
