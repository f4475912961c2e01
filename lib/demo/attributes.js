import { call } from './api/api.js'

let known

/** The schema of what the service wants to know of its members; empty where it wants nothing more. */
export async function attributeSchema() {
  if (known === undefined) {
    const { body } = await call('GET', '/_local/attributes')
    known = body?.properties === undefined ? { properties: {}, required: [] } : { required: [], ...body }
  }
  return known
}

/** Posts a file with the form that the API gave for it, straight to where uploads are kept. Gives a problem or none. */
async function post({ url, fields }, file) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  try {
    const answer = await fetch(url, { method: 'POST', body: form })
    return answer.ok ? undefined : { code: answer.status === 400 ? 'payload_too_large' : 'unexpected' }
  } catch {
    return { code: 'no_answer' }
  }
}

/**
 * Uploads files one after the other; `start` asks for a form. Gives what was uploaded, with a picture of each for the
 * page, and the problem that stopped it.
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
