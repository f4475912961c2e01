import { photoActions } from '../api/photos.js'
import { callAsMember } from '../api/session.js'
import { attributeSchema } from '../attributes.js'
import { go, when } from '../signpost.js'
import { showView } from '../stage.js'
import { editView } from '../views/edit.js'
import { refused } from './account.js'
import { proveAddress } from './address.js'

const back = () => go('account')

async function save(change) {
  const { problem } = await callAsMember('PATCH', '/me', change)
  return problem === undefined ? go('account', { word: 'wasChanged' }) : refused(problem)
}

/** The member changes one part of the member's data. A new address or number is proven first. */
when('edit', ({ part, member }) => {
  if (part === 'attributes') return editAttributes(member)
  return part === 'email' || part === 'phone'
    ? proveAddress({
        purpose: 'contact',
        kind: part,
        title: `edit_${part}_title`,
        lead: 'editAddressLead',
        others: { back },
        done: (verificationToken) => save({ verificationToken }),
      })
    : showView(editView, { part, member }, { save, back })
})

/** Edits the attributes. Stored photos have no picture here, since the bucket is private. */
async function editAttributes(member) {
  const schema = await attributeSchema()
  const values = member.attributes
  const keysOf = (name) => [values[name] ?? []].flat().map((key) => ({ key }))
  const there = Object.fromEntries(Object.keys(schema.properties).map((name) => [name, keysOf(name)]))
  const start = (contentType) => callAsMember('POST', '/uploads', { contentType })
  const state = { part: 'attributes', member, schema, values, photos: there }
  return showView(editView, state, { save, back, ...photoActions(start, there) })
}
