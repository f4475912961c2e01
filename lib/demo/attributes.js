import { call } from './api/api.js'

let known

/** Gives the schema of the service's attributes. The schema is empty for a service without attributes. */
export async function attributeSchema() {
  if (known === undefined) {
    const { body } = await call('GET', '/_local/attributes')
    known = body?.properties === undefined ? { properties: {}, required: [] } : { required: [], ...body }
  }
  return known
}

/** Posts a file with the form from the API, directly to the bucket for uploads. Gives a problem, or nothing. */
async function post({ url, fields }, file) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  try {
    const response = await fetch(url, { method: 'POST', body: form })
    return response.ok ? undefined : { code: response.status === 400 ? 'payload_too_large' : 'unexpected' }
  } catch {
    return { code: 'no_response' }
  }
}

/**
 * Uploads files one after the other. `start` requests a form for one file. Gives the uploaded photos with their
 * pictures, and the problem that stopped the upload, if any.
 */
export async function uploadAll(files, start) {
  const photos = []
  for (const file of files) {
    const { body, problem } = await start(file.type)
    const stopped = problem ?? (await post(body, file))
    if (stopped !== undefined) return { photos, problem: stopped }
    photos.push({ key: body.key, picture: URL.createObjectURL(file) })
  }
  return { photos }
}
