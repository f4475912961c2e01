/** Calls a door that exists on a laptop only. Gives its JSON; undefined when the server does not respond. */
export async function callLocal(method, path, body) {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return await response.json()
  } catch {
    return undefined
  }
}
