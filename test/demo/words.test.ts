import * as v from 'valibot'
import { expect, it } from 'vitest'

const page = new URL('../../lib/demo/', import.meta.url)
const text = v.pipe(v.string(), v.nonEmpty())
const pair = <Schema extends v.GenericSchema>(schema: Schema) => v.strictObject({ ko: schema, en: schema })

/** The page is plain JavaScript, so a schema checks its exports. */
async function exported<Schema extends v.GenericSchema>(file: string, name: string, schema: Schema) {
  const module: Record<string, unknown> = await import(new URL(file, page).href)
  return v.parse(schema, module[name])
}
const words = (language: 'ko' | 'en') => exported(`words/${language}.js`, language, v.record(text, text))
const gaps = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([name, text]) => [name, (text.match(/\{\w+\}/g) ?? []).toSorted()])

it('has every text in both languages, with the same placeholders', async () => {
  const [ko, en] = await Promise.all([words('ko'), words('en')])
  expect(gaps(en)).toEqual(gaps(ko))
})

it('leaves every number of days to the stage', async () => {
  const texts = (await Promise.all([words('ko'), words('en')])).flatMap(Object.values)
  expect(texts.filter((text) => /\d\d ?(일|days)/.test(text))).toEqual([])
})

it('explains each of the 25 rows of the table of cases in both languages', async () => {
  const rows = await exported('rows.js', 'rows', v.record(text, pair(v.tuple([text, text]))))
  expect(Object.keys(rows).map(Number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
})
